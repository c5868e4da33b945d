import { type Links, walkMetres, walkSeconds } from './geo';
import type { FeedStop } from './gtfs/feed';
import type { Transfer } from './gtfs/transfers';
import type { TransitSettings } from './settings';

/**
 * How one gets from the ride that ended at a stop to the next: those of stop s are at start[s] … start[s + 1]. One may
 * stay at the stop (`to` is s itself), or take one walk; what transfers.txt says comes before the rule.
 */
export interface Changes {
  start: Int32Array;
  to: Int32Array;
  /** Walking time in seconds. */
  walk: Int32Array;
  /** Seconds that the change takes at least, slack included (`min_transfer_time`). */
  least: Int32Array;
  /** 1: the vehicle waits, no slack is needed. */
  timed: Uint8Array;
}

interface Change {
  walk: number;
  least: number;
  timed: boolean;
}

function pack(stops: number, of: (stop: number) => Map<number, Change>): Changes {
  const start = new Int32Array(stops + 1);
  const rows: [number, Change][] = [];
  for (let s = 0; s < stops; s++) {
    rows.push(...of(s));
    start[s + 1] = rows.length;
  }
  return {
    start,
    to: Int32Array.from(rows, ([to]) => to),
    walk: Int32Array.from(rows, ([, { walk }]) => walk),
    least: Int32Array.from(rows, ([, { least }]) => least),
    timed: Uint8Array.from(rows, ([, { timed }]) => (timed ? 1 : 0)),
  };
}

/**
 * Works out all changes. A transfer that the feed names is possible also where the stops are not linked; it takes the
 * walk between them, or its `min_transfer_time` where that is longer.
 */
export function changesOf(stops: FeedStop[], links: Links, transfers: Transfer[], settings: TransitSettings): Changes {
  const byStop = new Map<number, Transfer[]>();
  for (const transfer of transfers) {
    const known = byStop.get(transfer.from);
    if (known) known.push(transfer);
    else byStop.set(transfer.from, [transfer]);
  }
  return pack(stops.length, (stop) => {
    const own = new Map<number, Change>([[stop, { walk: 0, least: 0, timed: false }]]);
    for (let l = links.start[stop]!; l < links.start[stop + 1]!; l++)
      own.set(links.to[l]!, { walk: links.seconds[l]!, least: 0, timed: false });
    for (const { to, type, seconds } of byStop.get(stop) ?? []) {
      const walk = to === stop ? 0 : walkSeconds(walkMetres(stops[stop]!, stops[to]!, settings), settings);
      if (type === 3) own.delete(to);
      else own.set(to, { walk, least: type === 2 ? seconds : 0, timed: type === 1 });
    }
    return own;
  });
}

/** The same changes by the stop they lead to: for a search that goes backwards. */
export function turned(changes: Changes): Changes {
  const stops = changes.start.length - 1;
  const into = Array.from({ length: stops }, () => new Map<number, Change>());
  for (let s = 0; s < stops; s++)
    for (let c = changes.start[s]!; c < changes.start[s + 1]!; c++)
      into[changes.to[c]!]!.set(s, { walk: changes.walk[c]!, least: changes.least[c]!, timed: changes.timed[c] === 1 });
  return pack(stops, (stop) => into[stop]!);
}
