/** Sealed numbers of records: shown to agents of the department only, and every look is kept in the record. */
import { Router } from 'express';
import { z } from 'zod';
import { KapiError, KINDS } from '../../core/errors';
import { sealedFor } from '../../core/personal';
import type { Vault } from '../../core/vault';
import type { Desk } from '../../desk/port';
import type { Store } from '../../store/port';
import { ACTION_ID, agentOf, read } from './request';
import type { UnsealResponse } from './wire';

export interface SealedDeps {
  store: Store;
  desk: Desk;
  vault: Vault;
}

const BODY = z.object({ actionId: ACTION_ID, kind: z.enum(['identity_number', 'iban']) });

export function sealedRoutes({ store, desk, vault }: SealedDeps): Router {
  const router = Router();
  router.post('/conversations/:id/tickets/:number/unseal', async (request, response) => {
    const { id, number } = request.params;
    const { actionId, kind } = read(BODY, request.body);
    const ticket = await store.ticket(number);
    const field = ticket?.conversationId === id ? ticket.sealed?.find((one) => one.kind === kind) : undefined;
    if (!field) throw new KapiError(KINDS.notFound, 'there is no such number in this record', { field: 'kind' });
    const { id: agentId, name: agentName, departments } = agentOf(response);
    if (!departments.includes(field.department))
      throw new KapiError(KINDS.forbidden, 'only agents of the department may see it', { field: 'department' });
    const value = vault.open(field.sealed, sealedFor(id, field.department));
    if (value === null)
      throw new KapiError(KINDS.conflict, 'it was sealed with another key: set the KAPI_SECRET of that time', { field: 'kind' });
    // First the trace, then the number: nobody looks unseen.
    await desk.act(id, actionId, { do: 'ticket.unseal', agentId, agentName, number, kind });
    response.json({ value } satisfies UnsealResponse);
  });
  return router;
}
