/** Live sockets: socket.io with its long-polling fallback, one room a visitor. */
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { AdapterContext } from '../../src/core/adapter';
import type { Origins, Visitors } from './access';
import { acknowledged, type Push, type Receive } from './receive';
import type { ClientEvents, ServerEvents, ShownMessage } from './wire';
import { SOCKET_PATH } from './wire';

/** Open sockets of one visitor: tabs and devices, not a flood. */
const SOCKETS_MAX = 12;
/** Bytes of one frame: far above a message's limit, so that one that is too long gets a clear answer. */
const FRAME_MAX_BYTES = 512 * 1024;

interface SocketData {
  visitor: string;
}
type Io = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export interface Sockets extends Push {
  attach(server: HttpServer, receive: Receive): void;
  count(): number;
  close(): Promise<void>;
}

export function createSockets(origins: Origins, visitors: Visitors, log: AdapterContext['log']): Sockets {
  let io: Io | null = null;

  function attach(server: HttpServer, receive: Receive): void {
    io = new Server(server, {
      path: SOCKET_PATH,
      serveClient: false,
      maxHttpBufferSize: FRAME_MAX_BYTES,
      cors: { origin: (origin, done) => done(null, origins.listed(origin)) },
      allowRequest: (request, done) => done(null, origins.allowed(request.headers.origin, request.headers.host)),
    });
    io.use((socket, next) => {
      try {
        socket.data.visitor = visitors.of(socket.handshake.auth.token);
      } catch {
        return next(new Error('unauthorized'));
      }
      const open = io!.sockets.adapter.rooms.get(socket.data.visitor)?.size ?? 0;
      next(open < SOCKETS_MAX ? undefined : new Error('too_many'));
    });
    io.on('connection', (socket) => {
      const { visitor } = socket.data;
      void socket.join(visitor);
      const from = { visitor, address: socket.handshake.address, socketId: socket.id };
      socket.on('message', (message, ack) => {
        if (typeof ack !== 'function') return;
        acknowledged(receive(from, message)).then(ack, (error) => log.warn({ error: String(error) }, 'acknowledgement failed'));
      });
    });
  }

  return {
    attach,
    count: () => io?.engine.clientsCount ?? 0,
    message(visitor: string, message: ShownMessage, exceptSocket?: string) {
      const room = io?.to(visitor);
      (exceptSocket ? room?.except(exceptSocket) : room)?.emit('message', message);
    },
    typing(visitor: string) {
      io?.to(visitor).emit('typing');
    },
    async close() {
      // Not io.close(): that would close the shared HTTP server, and tell the widgets not to come back.
      io?.engine.close();
      io = null;
    },
  };
}
