/** Cuts a long text into messages of a channel's size, where a reader would pause. Pure. */
import type { TextUnit } from '../core/adapter';

/** Where a text may end, the best first: paragraph, line, sentence, word. */
const BREAKS = [/\n{2,}/g, /\n/g, /[.!?…](?=\s)/g, /\s/g];
/** A break before this share of the limit would leave messages too short; a lesser break later in the text is better. */
const EARLIEST = 0.4;

const ENCODER = new TextEncoder();

/** Length as the platform counts it: UTF-16 units or UTF-8 bytes. */
export function sizeOf(text: string, unit: TextUnit): number {
  return unit === 'bytes' ? ENCODER.encode(text).length : text.length;
}

/** Pieces of at most `max` units, each trimmed; nothing but white space is lost, and no visible character is cut in two. */
export function split(text: string, max: number, unit: TextUnit = 'utf16'): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (sizeOf(rest, unit) > max) {
    const fits = longest(rest, max, unit);
    const cut = breakIn(rest.slice(0, fits + 1), fits);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest);
  return pieces;
}

/** UTF-16 units of the longest beginning that fits and ends between two visible characters. */
function longest(text: string, max: number, unit: TextUnit): number {
  // A unit of UTF-16 is at least one byte: what is further on cannot fit.
  const head = text.slice(0, max + 1);
  let end = 0;
  let size = 0;
  for (const { segment } of new Intl.Segmenter().segment(head)) {
    size += sizeOf(segment, unit);
    if (size > max) break;
    end += segment.length;
  }
  // One visible character larger than a message (hundreds of marks on a letter) is cut all the same.
  return end > 0 ? end : wholeUnit(head, unit === 'bytes' ? Math.max(Math.floor(max / 4), 1) : max);
}

function wholeUnit(text: string, end: number): number {
  return /[\uD800-\uDBFF]$/.test(text.slice(0, end)) && end > 1 ? end - 1 : end;
}

function breakIn(head: string, fits: number): number {
  for (const pattern of BREAKS) {
    let last = 0;
    for (const match of head.matchAll(pattern)) {
      const end = match.index + (/\s/.test(match[0]) ? 0 : match[0].length);
      if (end <= fits) last = end;
    }
    if (last >= fits * EARLIEST) return last;
  }
  return fits;
}
