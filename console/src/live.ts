/** Hints from the server: what changed is read anew. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { io, type Socket } from 'socket.io-client';
import { type ClientEvents, type Hint, type ServerEvents, SOCKET_PATH } from '../../src/server/api/wire';

export interface LiveState {
  connected: boolean;
}

/** @param watched the open conversation */
export function useLive(watched: string | null, onRing: (hint: Hint) => void): LiveState {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(true);
  const socket = useRef<Socket<ServerEvents, ClientEvents> | null>(null);
  const now = useRef({ watched, onRing });
  now.current = { watched, onRing };

  useEffect(() => {
    const line: Socket<ServerEvents, ClientEvents> = io({ path: SOCKET_PATH });
    socket.current = line;
    line.on('connect', () => {
      setConnected(true);
      line.emit('watch', now.current.watched);
      // What happened while the line was down is read now.
      void queries.invalidateQueries();
    });
    line.on('disconnect', () => setConnected(false));
    line.on('queue', (hint) => {
      void queries.invalidateQueries({ queryKey: ['conversations'] });
      if (hint.what === 'ring') now.current.onRing(hint);
    });
    line.on('conversation', ({ conversationId }) => void queries.invalidateQueries({ queryKey: ['thread', conversationId] }));
    line.on('ended', () => void queries.invalidateQueries({ queryKey: ['state'] }));
    return () => void line.close();
  }, [queries]);

  useEffect(() => {
    socket.current?.emit('watch', watched);
  }, [watched]);
  return { connected };
}
