/** What the inbox does with numbers that name a person: stars in the text, a keyed hash beside it, sealed where a flow asked. */
import { findPersonal, type Personal, starred } from './mask';
import type { Vault } from './vault';

/** What a number is sealed for: it opens nowhere else. */
export const sealedFor = (conversationId: string, department: string): string => `${conversationId}|${department}`;

/** The text as it may be stored. `bound`: what the open question seals for; left out: nothing is kept but the hash. */
export function takePersonal(text: string, vault: Vault, bound?: string): { text: string; personal: Personal[] } {
  const found = findPersonal(text);
  const personal = found.map(
    ({ kind, valid, digits }): Personal => ({
      kind,
      valid,
      masked: starred(kind, digits),
      hash: vault.hash(kind, digits),
      ...(bound === undefined || !valid ? {} : { sealed: vault.seal(digits, bound) }),
    }),
  );
  let out = '';
  let from = 0;
  found.forEach(({ start, end }, i) => {
    out += text.slice(from, start) + personal[i]!.masked;
    from = end;
  });
  return { text: out + text.slice(from), personal };
}
