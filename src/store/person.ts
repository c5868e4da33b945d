/** A person is a set of conversations that links hold together: whoever is reached from one is one with it. */

/** @param linked the conversations with a link to one */
export async function personOf(conversationId: string, linked: (id: string) => Promise<string[]>): Promise<string[]> {
  const found = new Set([conversationId]);
  // A set is walked in the order of adding, what is added on the way included.
  for (const id of found) for (const other of await linked(id)) found.add(other);
  return [...found];
}
