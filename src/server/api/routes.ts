/** The agents' API. Every route but state, first and login needs a session; every change the console's own header. */
import { type NextFunction, type Request, type Response, Router, json } from 'express';
import { z } from 'zod';
import { KapiError, KINDS } from '../../core/errors';
import type { Lang } from '../../core/items';
import { TICKET_STATUSES } from '../../core/ticket';
import type { DeskAction } from '../../core/turn';
import type { Desk } from '../../desk/port';
import type { Blobs } from '../../media/blobs';
import type { ConversationRow, Store } from '../../store/port';
import { type Accounts, infoOf, PASSWORD_MIN_CHARS } from './accounts';
import { type ReadingDeps, readingRoutes } from './reading';
import { ACTION_ID, agentOf, read } from './request';
import { type SealedDeps, sealedRoutes } from './sealed';
import { clearCookie, sessionToken, setCookie } from './cookie';
import { Attachments, cardOf, entryOf, ticketView } from './views';
import {
  type ActionResponse,
  type AgentInfo,
  type ChannelState,
  type ConsoleState,
  type ConversationList,
  CSRF_HEADER,
  type Labels,
  type Thread,
  VIEWS,
} from './wire';

export interface ApiDeps extends ReadingDeps, SealedDeps {
  store: Store;
  blobs: Blobs;
  desk: Desk;
  accounts: Accounts;
  city: string;
  labels(lang: Lang): Labels;
  channels(): Promise<ChannelState[]>;
  sessionMs: number;
  /** The line is reached by https. */
  secure: boolean;
  /** Longest text an agent may send, in characters. */
  textMaxChars: number;
  /** Sessions of this agent ended: open consoles must log in again. */
  onEnded(agentId: string): void;
  /** Further routes behind the log-in. */
  more?: Router[];
}

const LIST_ROWS = 100;
const WAITING_ROWS = 1_000;
const THREAD_ROWS = 200;
const TICKET_ROWS = 50;
const BODY_MAX = '64kb';
const SHOWN_INLINE = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/;

const text = (max: number) => z.string().trim().min(1).max(max);
const DEPARTMENTS = z.array(z.string().min(1).max(40)).max(100);
const newAgent = z.object({ login: z.string(), name: z.string(), password: z.string() });

export function createRoutes(deps: ApiDeps): Router {
  const { store, accounts } = deps;
  const router = Router();
  router.use(json({ limit: BODY_MAX }));
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.use((request, _response, next) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    next(changes && request.get(CSRF_HEADER) === undefined ? new KapiError(KINDS.forbidden, 'this is no console') : undefined);
  });

  const actionSchema = z.discriminatedUnion('do', [
    z.object({ actionId: ACTION_ID, do: z.literal('take') }),
    z.object({ actionId: ACTION_ID, do: z.literal('return') }),
    z.object({ actionId: ACTION_ID, do: z.literal('unlink') }),
    z.object({ actionId: ACTION_ID, do: z.literal('reply'), text: text(deps.textMaxChars) }),
    z.object({ actionId: ACTION_ID, do: z.literal('note'), text: text(deps.textMaxChars) }),
    z.object({
      actionId: ACTION_ID,
      do: z.literal('ticket.status'),
      number: z.string().max(40),
      status: z.enum(TICKET_STATUSES),
      text: z.string().trim().max(deps.textMaxChars),
    }),
  ]);

  const sameHash = (hash: string): Promise<string[]> => store.ticketsOfHash(hash, TICKET_ROWS);

  /** One of a person's conversations, as the thread shows it. */
  async function threadPart(
    id: string,
    departments: string[],
  ): Promise<{ row: ConversationRow | null } & Pick<Thread, 'entries' | 'tickets'>> {
    const [row, rows, tickets, media] = await Promise.all([
      store.conversation(id),
      store.thread(id, { limit: THREAD_ROWS }),
      store.ticketsOf(id, TICKET_ROWS),
      store.mediaOf(id),
    ]);
    const attachments = new Attachments(id, media);
    return {
      row,
      entries: rows.flatMap((one) => entryOf(one, attachments, row?.channel ?? '') ?? []),
      tickets: await Promise.all(tickets.map((ticket) => ticketView(ticket, attachments, departments, sameHash))),
    };
  }

  async function begin(response: Response, agent: AgentInfo): Promise<void> {
    const token = await accounts.open(agent.id);
    response.set('Set-Cookie', setCookie(token, deps.sessionMs, deps.secure)).json(agent);
  }

  router.get('/state', async (request, response) => {
    const me = await accounts.whose(sessionToken(request.headers.cookie));
    const first = me === null && (await accounts.firstToken()) !== null;
    response.json({ city: deps.city, me, first, passwordMinChars: PASSWORD_MIN_CHARS } satisfies ConsoleState);
  });
  router.post('/first', async (request, response) => {
    const body = read(newAgent.extend({ token: z.string() }), request.body);
    await begin(response, await accounts.first(body.token, body));
  });
  router.post('/login', async (request, response) => {
    const { login, password } = read(z.object({ login: z.string(), password: z.string() }), request.body);
    await begin(response, await accounts.logIn(login, password));
  });

  router.use(async (request, response, next) => {
    const agent = await accounts.whose(sessionToken(request.headers.cookie));
    if (!agent) throw new KapiError(KINDS.unauthorized, 'log in');
    response.locals.agent = agent;
    next();
  });

  router.post('/logout', async (request, response) => {
    await accounts.close(sessionToken(request.headers.cookie)!);
    response.set('Set-Cookie', clearCookie()).json({});
  });
  router.post('/password', async (request, response) => {
    const { before, after } = read(z.object({ before: z.string(), after: z.string() }), request.body);
    const agent = agentOf(response);
    await accounts.changePassword(agent.id, before, after);
    deps.onEnded(agent.id);
    await begin(response, agent);
  });
  router.get('/agents', async (_request, response) => {
    response.json((await store.agents()).map(infoOf));
  });
  router.post('/agents', onlyAdmin, async (request, response) => {
    const body = read(newAgent.extend({ role: z.enum(['admin', 'agent']), departments: DEPARTMENTS.optional() }), request.body);
    response.status(201).json(await accounts.add({ ...body, departments: body.departments ?? [] }, body.role));
  });
  router.post('/agents/:id/departments', onlyAdmin, async (request, response) => {
    const { departments } = read(z.object({ departments: DEPARTMENTS }), request.body);
    const agent = await store.agent(request.params.id as string);
    if (!agent) throw new KapiError(KINDS.notFound, 'there is no such agent');
    await store.agentDepartments(agent.id, departments);
    response.json({ ...infoOf(agent), departments });
  });
  for (const further of deps.more ?? []) router.use(further);
  router.get('/labels', (request, response) => {
    response.json(deps.labels(request.query.lang === 'en' ? 'en' : 'tr'));
  });

  /** Every agent sees which channel is down; a sign-in code opens the number and is the administrator's alone. */
  router.get('/channels', async (_request, response) => {
    const admin = agentOf(response).role === 'admin';
    const states = await deps.channels();
    response.json(states.map((state) => (admin ? state : { ...state, signIn: null })) satisfies ChannelState[]);
  });

  router.get('/conversations', async (request, response) => {
    const view = VIEWS.find((known) => known === request.query.view);
    if (!view) throw new KapiError(KINDS.badInput, `view is one of ${VIEWS.join(', ')}`, { field: 'view' });
    const [rows, waiting] = await Promise.all([
      store.conversations(view, { agentId: agentOf(response).id, limit: LIST_ROWS }),
      store.conversations('waiting', { limit: WAITING_ROWS }),
    ]);
    response.json({ rows: rows.map(cardOf), waiting: waiting.length } satisfies ConversationList);
  });
  router.get('/conversations/:id', async (request, response) => {
    const { id } = request.params;
    const conversation = await store.conversation(id);
    if (!conversation) throw new KapiError(KINDS.notFound, 'there is no such conversation');
    const parts = await Promise.all((await store.personOf(id)).map((one) => threadPart(one, agentOf(response).departments)));
    const newest = parts.flatMap(({ entries }) => entries).sort((a, b) => a.at - b.at);
    response.json({
      conversation: cardOf(conversation),
      linked: parts.slice(1).flatMap(({ row }) => (row ? cardOf(row) : [])),
      entries: newest.slice(-THREAD_ROWS),
      tickets: parts.flatMap(({ tickets }) => tickets).sort((a, b) => b.createdAt - a.createdAt),
    } satisfies Thread);
  });
  router.post('/conversations/:id/actions', async (request, response) => {
    const { id } = request.params;
    const { actionId, ...rest } = read(actionSchema, request.body);
    if (!(await store.conversation(id))) throw new KapiError(KINDS.notFound, 'there is no such conversation');
    if (rest.do === 'ticket.status' && (await store.ticket(rest.number))?.conversationId !== id)
      throw new KapiError(KINDS.notFound, 'there is no such record in this conversation', { field: 'number' });
    const { id: agentId, name: agentName } = agentOf(response);
    const result = await deps.desk.act(id, actionId, { ...rest, agentId, agentName } as DeskAction);
    response.json(result satisfies ActionResponse);
  });
  router.use(readingRoutes(deps), sealedRoutes(deps));
  router.get('/conversations/:id/media/:hash', async (request, response) => {
    const { id, hash } = request.params;
    const owned = await store.mediaBelongs(id, hash);
    const bytes = owned ? await deps.blobs.open(hash) : null;
    if (!owned || !bytes) throw new KapiError(KINDS.notFound, 'there is no such attachment');
    response
      .set('Content-Type', owned.mimeType)
      // What a citizen sent is looked at, never run.
      .set('Content-Disposition', SHOWN_INLINE.test(owned.mimeType) ? 'inline' : 'attachment')
      .set('Content-Security-Policy', "default-src 'none'; sandbox")
      .set('Cache-Control', 'private, max-age=3600')
      .send(bytes);
  });
  return router;
}

function onlyAdmin(_request: Request, response: Response, next: NextFunction): void {
  next(agentOf(response).role === 'admin' ? undefined : new KapiError(KINDS.forbidden, 'only an administrator may'));
}
