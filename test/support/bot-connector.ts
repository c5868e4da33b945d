/**
 * A double of the Bot Connector's REST interface and of its OpenID endpoint, by the Bot Framework's authentication and Connector
 * references. Azure cannot be reached from a test.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BotConnector {
  url: string;
  openIdUrl: string;
  /** Activities that the bot sent. */
  sent: { conversationId: string; activity: Record<string, unknown> }[];
  /** Answers of the next sends, before it takes them again. */
  fail: { status: number; headers?: Record<string, string> }[];
  /** A token as the Bot Connector signs it for an app; `by` another key where it is forged. */
  token(claims: Record<string, unknown>, forged?: boolean): string;
  stop(): Promise<void>;
}

const KEY_ID = 'connector-key';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export async function startConnector(): Promise<BotConnector> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const jwk = { ...own.publicKey.export({ format: 'jwk' }), kid: KEY_ID, endorsements: ['msteams', 'directline'] };
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const json = (status: number, body: object, headers: Record<string, string> = {}): void => {
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      };
      if (request.url === '/openid') return json(200, { jwks_uri: `${connector.url}/keys` });
      if (request.url === '/keys') return json(200, { keys: [jwk] });
      if (request.url === '/v3/attachments/a1/views/original') {
        response.writeHead(200, { 'Content-Type': 'image/png' });
        return void response.end(PNG);
      }
      const [, conversationId] = /^\/v3\/conversations\/([^/]+)\/activities/.exec(request.url ?? '') ?? [];
      if (!conversationId) return json(404, { error: { code: 'NotFound' } });
      const failure = connector.fail.shift();
      if (failure) return json(failure.status, { error: { code: 'Failed' } }, failure.headers);
      connector.sent.push({
        conversationId: decodeURIComponent(conversationId),
        activity: JSON.parse(Buffer.concat(chunks).toString('utf8')),
      });
      json(200, { id: `sent-${connector.sent.length}` });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connector: BotConnector = {
    url: `http://127.0.0.1:${port}`,
    openIdUrl: `http://127.0.0.1:${port}/openid`,
    sent: [],
    fail: [],
    token(claims, forged = false) {
      const now = Math.floor(Date.now() / 1_000);
      const head = base64({ alg: 'RS256', typ: 'JWT', kid: KEY_ID });
      const body = base64({ iss: 'https://api.botframework.com', nbf: now - 60, exp: now + 600, ...claims });
      const key = forged ? other.privateKey : own.privateKey;
      const signature = createSign('RSA-SHA256').update(`${head}.${body}`).sign(key).toString('base64url');
      return `Bearer ${head}.${body}.${signature}`;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return connector;
}
