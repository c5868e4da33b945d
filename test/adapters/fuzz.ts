/** Payloads that no adapter may stumble over, the same for every channel. */

const DEEP = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);

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
