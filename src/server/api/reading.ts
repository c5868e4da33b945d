/** What an agent sees of the understanding, and says about it: why a message was read so, and what was meant. */
import { Router } from 'express';
import { z } from 'zod';
import { KapiError, KINDS } from '../../core/errors';
import type { Reading } from '../../core/reading';
import type { Desk } from '../../desk/port';
import { textOf } from '../../engine';
import type { Store, ThreadRow } from '../../store/port';
import { ACTION_ID, agentOf, read } from './request';
import type { ActionResponse, Why } from './wire';

export interface ReadingDeps {
  store: Store;
  desk: Desk;
  explain(text: string): Why;
  /** Whether the catalogue has an intent of this name. */
  isIntent(name: string): boolean;
}

/** Messages back from the newest that an agent may ask about. */
const THREAD_ROWS = 500;

export function readingRoutes({ store, desk, explain, isIntent }: ReadingDeps): Router {
  const router = Router();

  /** @throws KapiError notFound */
  async function messageOf(conversationId: string, inputId: string): Promise<{ text: string; reading: Reading | null }> {
    const rows = await store.thread(conversationId, { limit: THREAD_ROWS });
    const row = rows.find((one: ThreadRow) => one.id === inputId && one.kind === 'message');
    if (row?.input?.body.kind !== 'message') throw new KapiError(KINDS.notFound, 'there is no such message in this conversation');
    return { text: textOf(row.input.body.item.parts), reading: row.reading ?? null };
  }

  router.get('/conversations/:id/messages/:inputId/why', async (request, response) => {
    const { text } = await messageOf(request.params.id, request.params.inputId);
    response.json(explain(text));
  });

  router.post('/conversations/:id/messages/:inputId/intent', async (request, response) => {
    const { id, inputId } = request.params;
    const { actionId, intent } = read(z.object({ actionId: ACTION_ID, intent: z.string().refine(isIntent) }), request.body);
    const { text, reading } = await messageOf(id, inputId);
    if (reading === null) throw new KapiError(KINDS.badInput, 'this message has no words', { field: 'inputId' });
    const { id: agentId, name: agentName } = agentOf(response);
    const result = await desk.act(id, actionId, { do: 'intent', agentId, agentName, inputId, text, reading, intent });
    response.json(result satisfies ActionResponse);
  });
  return router;
}
