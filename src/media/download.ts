/** The one guarded way to fetch an address that somebody sent: no private networks, no redirects into them, bounded bytes. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { KapiError, KINDS } from '../core/errors';

/** Of one answer's head, and of each pause in its body; the whole may take three times as long. */
const TIMEOUT_MS = 20_000;

/** Addresses that only reach inside: IANA special-purpose registries (RFC 6890 and its updates). */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b:1::', 48],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6');

/**
 * @param options.privateHosts host names (with port, where not the scheme's own) that may be on a private address
 * @throws KapiError badInput (address not allowed), tooLarge, sendLater (try again)
 */
export async function download(
  address: string,
  options: { maxBytes: number; privateHosts: string[]; timeoutMs?: number },
): Promise<Buffer> {
  const { timeoutMs = TIMEOUT_MS } = options;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new KapiError(KINDS.badInput, 'the attachment has no web address', { field: 'media.url' });
  const { Agent, request } = await import('undici');
  const target = options.privateHosts.includes(url.host) ? null : await outside(url.hostname);
  // The connection goes to the very address that was checked: a name that changes its mind in between changes nothing.
  const agent = new Agent(
    target === null
      ? {}
      : {
          connect: {
            lookup: (_host: string, _options: object, done: (error: null, found: object[]) => void) => done(null, [target]),
          } as never,
        },
  );
  try {
    const answer = await request(url, {
      dispatcher: agent,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(3 * timeoutMs),
    });
    if (answer.statusCode >= 500 || answer.statusCode === 429)
      throw new KapiError(KINDS.sendLater, `the address answered ${answer.statusCode}`);
    if (answer.statusCode !== 200)
      throw new KapiError(KINDS.badInput, `the address answered ${answer.statusCode}`, { field: 'media.url' });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > options.maxBytes)
        throw new KapiError(KINDS.tooLarge, `an attachment may have up to ${options.maxBytes} bytes`, { field: 'media' });
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof KapiError) throw error;
    throw new KapiError(KINDS.sendLater, 'the address could not be reached', { cause: error });
  } finally {
    void agent.destroy();
  }
}

async function outside(host: string): Promise<{ address: string; family: number }> {
  const bare = host.replace(/^\[|\]$/g, '');
  const found = isIP(bare) ? [{ address: bare, family: isIP(bare) }] : await lookup(bare, { all: true }).catch(() => []);
  if (found.length === 0) throw new KapiError(KINDS.sendLater, 'the address could not be found');
  for (const { address, family } of found) {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
    if (INSIDE.check(mapped ?? address, mapped || family === 4 ? 'ipv4' : 'ipv6'))
      throw new KapiError(KINDS.badInput, 'the address is inside a private network', { field: 'media.url' });
  }
  return found[0]!;
}
