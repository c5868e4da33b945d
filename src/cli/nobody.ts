import type { Book } from '../knowledge';

/** No store: for commands that read the city and the flows and answer nobody. */
export const nobody: Book = {
  personOf: async (id) => [id],
  ticket: async () => null,
  ticketsOf: async () => [],
  tickets: async () => [],
  nextNumbers: async () => 1,
  kvInit: async (_key, value) => value,
  kvGet: async () => null,
  slotsClaim: async ({ number }) => ({ number, taken: [] }),
  slotsTaken: async () => [],
};
