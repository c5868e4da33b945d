/** A double of NetGSM's REST v2 interface, built from its documentation and held against NetGSM's own client (test/server/sms.test.ts). */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface NetgsmDouble {
  url: string;
  sent: { no: string; msg: string; encoding?: string; iysfilter?: string; jobid: string }[];
  /** The next calls of /send are answered with these codes. */
  fail: string[];
  /** State of each job in its report; jobs that are not here are still under way. */
  states: Map<string, number>;
  inbox: { message: string; sender: string; receiver: string; datetime: string }[];
  password: string;
  stop(): Promise<void>;
}

const HEADERS = ['PALANDOKEN'];

export async function startNetgsm(): Promise<NetgsmDouble> {
  let jobs = 5_000;
  const double: NetgsmDouble = {
    url: '',
    sent: [],
    fail: [],
    states: new Map(),
    inbox: [],
    password: 'parola',
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
      const expected = `Basic ${Buffer.from(`4421530153:${double.password}`).toString('base64')}`;
      if (request.headers.authorization !== expected) return json(response, { code: '30', description: 'invalid auth' }, 406);
      answer(new URL(request.url!, double.url), body, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  double.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return double;

  function answer({ pathname, searchParams }: URL, body: Record<string, never>, response: ServerResponse): unknown {
    switch (pathname.replace('/sms/rest/v2/', '')) {
      case 'send': {
        const code = double.fail.shift();
        if (code !== undefined) return json(response, { code, description: 'refused' }, 406);
        const { msgheader, encoding, iysfilter, messages } = body as unknown as {
          msgheader: string;
          encoding?: string;
          iysfilter?: string;
          messages: { msg: string; no: string }[];
        };
        if (!HEADERS.includes(msgheader)) return json(response, { code: '40', description: 'header' }, 406);
        if (!messages?.every(({ msg, no }) => msg && /^(5\d{9}|00\d{7,15})$/.test(no)))
          return json(response, { code: '70', description: 'parameter' }, 406);
        const jobid = String(++jobs);
        for (const message of messages) double.sent.push({ ...message, encoding, iysfilter, jobid });
        return json(response, { code: '00', jobid, description: 'queued' });
      }
      case 'report': {
        const asked = (body as unknown as { jobids: string[] }).jobids ?? [];
        const known = asked.filter((jobid) => double.sent.some((message) => message.jobid === jobid));
        if (known.length === 0) return json(response, { code: '60', description: 'none' }, 406);
        const rows = known.map((jobid) => ({
          jobid,
          number: '5',
          status: double.states.get(jobid) ?? 0,
          operator: 10,
          msglen: 1,
          deliveredDate: '25.03.2026 08:40:00',
        }));
        return json(response, { code: '00', jobs: rows });
      }
      case 'inbox':
        if (!searchParams.has('startdate') || double.inbox.length === 0)
          return json(response, { code: '40', description: 'none' }, 406);
        return json(response, { code: '00', messages: double.inbox });
      case 'msgheader':
        return json(response, { code: '00', msgheaders: HEADERS });
      default:
        return json(response, { code: '70', description: 'unknown' }, 406);
    }
  }
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
