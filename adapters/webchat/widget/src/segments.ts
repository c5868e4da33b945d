/** Cuts a text into plain pieces, web addresses and phone numbers. Pure: what is drawn from it is text nodes and links only. */

export interface Segment {
  text: string;
  href?: string;
}

const URL_PART = String.raw`(?:https?:\/\/|www\.)[^\s<>"'“”]+`;
/** +90 442 123 45 67, 0442 123 45 67, (0442) 123 45 67, 444 1 153; not within longer numbers such as a record's. */
const PHONE = String.raw`(?<![\d\-/.])(?:(?:\+90[ -]?\(?|\(?0)\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|444[ -]?\d[ -]?\d{3})(?![\d\-/])`;
/** Emergency and service lines, unless the number names a bus or a date. */
const SHORT = String.raw`(?<![\d\-/.,:])(?:112|153|186|187)(?![\d\-/:]|[.,]\d|\s*(?:numara|no|nolu|hat|TL|m\b|adet|otobüs))`;
const FOUND = new RegExp(`(${URL_PART})|(${PHONE}|${SHORT})`, 'gi');
/** A sentence's own punctuation after an address is not part of it. */
const TRAILING = /[.,;:!?)\]}…]+$/;

export function segments(text: string): Segment[] {
  const out: Segment[] = [];
  let last = 0;
  for (const match of text.matchAll(FOUND)) {
    const [whole, url] = match;
    const shown = url ? whole.replace(TRAILING, '') : whole;
    const href = url ? webAddress(shown) : `tel:${shown.replace(/[^\d+]/g, '')}`;
    if (href === null) continue;
    if (match.index > last) out.push({ text: text.slice(last, match.index) });
    out.push({ text: shown, href });
    last = match.index + shown.length;
  }
  if (last < text.length) out.push({ text: text.slice(last) });
  return out;
}

/** Only http and https ever become a link. */
export function webAddress(text: string): string | null {
  const full = /^www\./i.test(text) ? `https://${text}` : text;
  if (!/^https?:\/\//i.test(full) || !URL.canParse(full)) return null;
  const url = new URL(full);
  // user:password@ is how one address is dressed up as another.
  return url.username || url.password ? null : url.href;
}
