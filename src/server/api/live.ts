/** Live updates of open consoles: hints over socket.io; what changed is read through the API. */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Live } from '../../core/live';
import type { Accounts } from './accounts';
import { sessionToken } from './cookie';
import { type ClientEvents, type Hint, type ServerEvents, SOCKET_PATH } from './wire';

interface SocketData {
  agentId: string;
  /** Ends the watching of the present conversation. */
  unwatch?: () => void;
}
type Io = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export interface ConsoleSockets {
  /** Sessions of this agent ended. */
  ended(agentId: string): void;
  close(): void;
}

const QUEUE_ROOM = 'queue';
const FRAME_MAX_BYTES = 4_096;
const ID = /^[\w-]{1,64}$/;

export function createConsoleSockets(
  server: HttpServer,
  deps: { live: Live; accounts: Accounts; publicUrl: string; personOf(conversationId: string): Promise<string[]> },
): ConsoleSockets {
  const own = new URL(deps.publicUrl).host;
  const io: Io = new Server(server, {
    path: SOCKET_PATH,
    serveClient: false,
    maxHttpBufferSize: FRAME_MAX_BYTES,
    // A page of another site must not listen in with the agent's cookie.
    allowRequest: (request, done) => {
      const { origin, host } = request.headers;
      done(null, origin === undefined || (URL.canParse(origin) && [host, own].includes(new URL(origin).host)));
    },
  });
  io.use((socket, next) => {
    deps.accounts.whose(sessionToken(socket.handshake.headers.cookie)).then(
      (agent) => {
        if (!agent) return next(new Error('unauthorized'));
        socket.data.agentId = agent.id;
        next();
      },
      () => next(new Error('unavailable')),
    );
  });
  io.on('connection', (socket) => {
    void socket.join([QUEUE_ROOM, `agent:${socket.data.agentId}`]);
    socket.on('watch', (id) => watch(socket, deps, id));
    socket.on('disconnect', () => socket.data.unwatch?.());
  });
  const unsubscribe = deps.live.subscribe('queue', ({ conversationId, what }) =>
    io.to(QUEUE_ROOM).emit('queue', { conversationId, what }),
  );
  return {
    ended: (agentId) => void io.to(`agent:${agentId}`).emit('ended'),
    close() {
      unsubscribe();
      io.engine.close();
    },
  };
}

/** Hints of the open conversation, and of the person's others: the thread shows them all. */
function watch(
  socket: Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>,
  { live, personOf }: { live: Live; personOf(conversationId: string): Promise<string[]> },
  id: unknown,
): void {
  socket.data.unwatch?.();
  delete socket.data.unwatch;
  if (typeof id !== 'string' || !ID.test(id)) return;
  let over = false;
  let others: (() => void)[] = [];
  const tell = (what: Hint['what']): void => void socket.emit('conversation', { conversationId: id, what });
  const follow = async (): Promise<void> => {
    // Without the store the open conversation itself is still followed.
    const [, ...linked] = await personOf(id).catch(() => [id]);
    for (const end of others) end();
    others = over ? [] : linked.map((other) => live.subscribe(`conversation:${other}`, ({ what }) => tell(what)));
  };
  const end = live.subscribe(`conversation:${id}`, ({ what }) => {
    tell(what);
    // A turn may have linked or separated channels.
    if (what === 'turn') void follow();
  });
  void follow();
  socket.data.unwatch = () => {
    over = true;
    end();
    for (const stop of others) stop();
  };
}
