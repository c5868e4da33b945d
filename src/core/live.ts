/**
 * Live updates: a hint that something changed, never the thing itself. Who receives one reads the store; who misses one
 * (a lost socket, Redis down) is right again at its next read.
 */
export type LiveTopic = 'queue' | `conversation:${string}`;

export interface LiveHint {
  topic: LiveTopic;
  what: 'turn' | 'outbox' | 'inbound' | 'ring';
  conversationId: string;
}

export interface Live {
  publish(hint: LiveHint): void;
  /** Gives the function that ends the subscription. */
  subscribe(topic: LiveTopic, listener: (hint: LiveHint) => void): () => void;
}

/** Live updates within one process. */
export function createLive(): Live {
  const topics = new Map<LiveTopic, Set<(hint: LiveHint) => void>>();
  return {
    publish(hint) {
      for (const listener of topics.get(hint.topic) ?? []) listener(hint);
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) topics.delete(topic);
      };
    },
  };
}
