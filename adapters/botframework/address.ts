/**
 * Where an answer goes: all that the Bot Framework needs for it, written into the sender's id, because a message of ours carries
 * nothing else. A person is known by conversation and name within it; the service's address may change under them.
 */
export interface Address {
  serviceUrl: string;
  /** "directline", "msteams", "webchat", a bridge's name. */
  channelId: string;
  conversationId: string;
  userId: string;
  botId: string;
}

const MARK = '|';
const encoded = (values: string[]): string => values.map(encodeURIComponent).join(MARK);

/** The id that stays, and before it the one that tells where to answer now. */
export function idsOf({ serviceUrl, channelId, conversationId, userId, botId }: Address): [string, string] {
  const person = encoded([channelId, conversationId, userId]);
  return [`${person}${MARK}${encoded([botId, serviceUrl])}`, person];
}

/** Null for what is no such id. */
export function addressOf(id: string): Address | null {
  const values = id.split(MARK);
  if (values.length !== 5) return null;
  try {
    const [channelId, conversationId, userId, botId, serviceUrl] = values.map(decodeURIComponent);
    return { channelId: channelId!, conversationId: conversationId!, userId: userId!, botId: botId!, serviceUrl: serviceUrl! };
  } catch {
    return null;
  }
}

/** Addresses of Microsoft's own services: what a bot with credentials may answer to. */
export const MICROSOFT = ['https://*.botframework.com', 'https://smba.trafficmanager.net', 'https://*.teams.microsoft.com'];

/** Whether an address is on the list: same scheme and port, same host or, behind "*.", one below it. */
export function allowed(address: string, list: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return list.some((entry) => {
    const wild = entry.includes('//*.');
    const plain = wild ? entry.replace('//*.', '//') : entry;
    if (!URL.canParse(plain)) return false;
    const known = new URL(plain);
    if (known.protocol !== url.protocol || known.port !== url.port) return false;
    return wild ? url.hostname.endsWith(`.${known.hostname}`) : url.hostname === known.hostname;
  });
}
