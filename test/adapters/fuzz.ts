/** Payloads that no adapter may stumble over, the same for every channel. */

const DEEP_TEXT = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
const DEEP: unknown = JSON.parse(DEEP_TEXT);

/** Values that stand in the wrong place. `JSON.parse` is what makes `__proto__` a field of its own, as a request does. */
export const ODD_VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  Number.NaN,
  '',
  ' ',
  '\u0000',
  '\uD800',
  'x'.repeat(100_000),
  '$ne',
  '__proto__',
  '../../etc/passwd',
  [],
  {},
  [[]],
  [null],
  [{}],
  DEEP,
  { $ne: null },
  { $gt: '' },
  JSON.parse('{"__proto__":{"admin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"admin":true}}}'),
  { toString: 1 },
  { length: 1e9 },
  { 0: 'a', length: 1 },
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE messages; --",
  '=HYPERLINK("http://x")',
  '\u202Egnp.exe',
  'Z\u0351\u0324\u0311a\u0301\u0327'.repeat(500),
];

type Path = (string | number)[];

/** The paths of all values within a payload, the payload itself included. */
function paths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, child]) => paths(child, [...at, Array.isArray(value) ? Number(key) : key])),
  ];
}

function withValue(payload: unknown, path: Path, value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const copy: Record<string | number, unknown> = Array.isArray(payload)
    ? ([...payload] as unknown as Record<number, unknown>)
    : { ...(payload as Record<string, unknown>) };
  copy[head] = withValue(copy[head], rest, value);
  return copy;
}

function without(payload: unknown, path: Path): unknown {
  const parent = path.slice(0, -1);
  const copy = structuredClone(payload);
  let at = copy as Record<string | number, unknown>;
  for (const key of parent) at = at[key] as Record<string | number, unknown>;
  delete at[path.at(-1)!];
  return copy;
}

/** Every odd value alone, and in the place of every value of a real payload; every value missing; every object with a poisoned name. */
export function* malformed(payload: unknown): Generator<{ what: string; payload: unknown }> {
  for (const path of paths(payload)) {
    const where = path.join('.');
    for (const [index, odd] of ODD_VALUES.entries())
      yield { what: `${where} = odd ${index}`, payload: withValue(payload, path, odd) };
    if (path.length > 0) yield { what: `${where} missing`, payload: without(payload, path) };
    yield {
      what: `${where} with __proto__`,
      payload: withValue(payload, path, JSON.parse('{"__proto__":{"id":"1","from":"2"},"text":"x"}')),
    };
  }
}

/** Repeatable random numbers, 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Real payloads with two to four odd values at once, as many as asked for. */
export function* shaken(payloads: unknown[], count: number, seed: number): Generator<{ what: string; payload: unknown }> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const places = new Map(payloads.map((payload) => [payload, paths(payload).slice(1)]));
  for (let made = 0; made < count; made++) {
    const whole = pick(payloads);
    let payload = whole;
    const changed: string[] = [];
    const changes = 2 + Math.floor(random() * 3);
    for (let change = 0; change < changes; change++) {
      const path = pick(places.get(whole)!);
      // Within what was replaced already there is nothing to replace.
      if (!path || changed.some((before) => path.join('\n').startsWith(before))) continue;
      changed.push(path.join('\n'));
      payload = withValue(payload, path, random() < 0.2 ? undefined : pick(ODD_VALUES));
    }
    yield { what: `shaken ${seed}:${made}`, payload };
  }
}

/** A payload as it travels: JSON.stringify itself does not get down to the bottom of what is nested deeply. */
export function travelling(payload: unknown): string {
  const text = JSON.stringify(payload, (_key, value) => (value === DEEP ? '@deep@' : value)) ?? 'null';
  return text.replaceAll('"@deep@"', DEEP_TEXT);
}
