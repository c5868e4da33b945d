/** Agents' accounts: the first-start link, log-in, sessions. */
import { createHash } from 'node:crypto';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { KapiError, KINDS } from '../../core/errors';
import { newId, newToken } from '../../core/ids';
import type { Agent, Store } from '../../store/port';
import type { AgentInfo, Role } from './wire';

export interface AccountSettings {
  sessionMs: number;
  loginTries: number;
  loginWindowMs: number;
}

/** OWASP's floor for passwords that are not the only factor is 8; a shift's shared desk asks for more. */
export const PASSWORD_MIN_CHARS = 10;
/** argon2 works on every byte: a longer one is only a way to keep the server busy. */
const PASSWORD_MAX_CHARS = 200;
const NAME_MAX_CHARS = 80;
const LOGIN = /^[a-z0-9][a-z0-9._@-]{1,63}$/;
const FIRST_KEY = 'first_start';

export interface NewAgent {
  login: string;
  name: string;
  password: string;
  /** Keys of the departments whose sealed numbers the agent may see; left out: none. */
  departments?: string[];
}

export interface Accounts {
  /** The token of the link that creates the administrator; null once there is an agent. */
  firstToken(): Promise<string | null>;
  /** Opens once. Throws KapiError unauthorized for a token that is wrong or used. */
  first(token: string, agent: NewAgent): Promise<AgentInfo>;
  add(agent: NewAgent, role: Role): Promise<AgentInfo>;
  /** Throws KapiError unauthorized, or tooMany past the tries of the window. */
  logIn(login: string, password: string): Promise<AgentInfo>;
  /** Ends every session of the agent. */
  changePassword(id: string, before: string, after: string): Promise<void>;
  /** Gives the token for the cookie: the store keeps its hash only. */
  open(agentId: string): Promise<string>;
  /** The agent whose session the token is; null when it is none or has ended. */
  whose(token: string | undefined): Promise<AgentInfo | null>;
  close(token: string): Promise<void>;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
export const infoOf = ({ id, login, name, role, departments }: Agent): AgentInfo => ({ id, login, name, role, departments });

export function createAccounts(store: Store, settings: AccountSettings, now: () => number): Accounts {
  const tries = new RateLimiterMemory({ points: settings.loginTries, duration: settings.loginWindowMs / 1_000 });
  let decoy: Promise<string> | null = null;

  async function add(agent: NewAgent, role: Role): Promise<AgentInfo> {
    const login = agent.login.trim().toLowerCase();
    const name = agent.name.trim();
    if (!LOGIN.test(login))
      throw new KapiError(KINDS.badInput, 'a login has 2 to 64 small letters, digits or . _ @ -', { field: 'login' });
    if (name === '' || name.length > NAME_MAX_CHARS)
      throw new KapiError(KINDS.badInput, 'a name has 1 to 80 characters', { field: 'name' });
    checkPassword(agent.password);
    const { departments = [] } = agent;
    const row: Agent = {
      id: newId(now()),
      login,
      name,
      role,
      departments,
      passwordHash: await hash(agent.password),
      createdAt: now(),
    };
    await store.agentAdd(row);
    return infoOf(row);
  }

  return {
    async firstToken() {
      if ((await store.agents()).length > 0) return null;
      return store.kvInit(FIRST_KEY, newToken());
    },
    async first(token, agent) {
      if ((await store.agents()).length > 0 || !(await store.kvTake(FIRST_KEY, token)))
        throw new KapiError(KINDS.unauthorized, 'the link is used or wrong', { field: 'token' });
      try {
        return await add(agent, 'admin');
      } catch (error) {
        await store.kvInit(FIRST_KEY, token); // a slip in the form does not use the link up
        throw error;
      }
    },
    add,
    async logIn(login, password) {
      const key = login.trim().toLowerCase().slice(0, 64);
      await tries.consume(key).catch((limit: RateLimiterRes) => {
        throw new KapiError(KINDS.tooMany, 'too many tries for this account', { retryAfterMs: limit.msBeforeNext });
      });
      const agent = await store.agentByLogin(key);
      // An unknown login takes as long as a wrong password.
      decoy ??= hash(newToken());
      const right = await verify(agent?.passwordHash ?? (await decoy), password.slice(0, PASSWORD_MAX_CHARS));
      if (!agent || !right) throw new KapiError(KINDS.unauthorized, 'the login or the password is wrong', { field: 'password' });
      await tries.delete(key);
      return infoOf(agent);
    },
    async changePassword(id, before, after) {
      const agent = await store.agent(id);
      if (!agent || !(await verify(agent.passwordHash, before.slice(0, PASSWORD_MAX_CHARS))))
        throw new KapiError(KINDS.unauthorized, 'the present password is wrong', { field: 'before' });
      checkPassword(after);
      await store.agentPassword(id, await hash(after));
    },
    async open(agentId) {
      const token = newToken();
      await store.agentSessionAdd({ id: hashOf(token), agentId, createdAt: now(), expiresAt: now() + settings.sessionMs });
      return token;
    },
    async whose(token) {
      if (token === undefined) return null;
      const session = await store.agentSession(hashOf(token), now());
      const agent = session ? await store.agent(session.agentId) : null;
      return agent ? infoOf(agent) : null;
    },
    close: (token) => store.agentSessionEnd(hashOf(token)),
  };
}

function checkPassword(password: string): void {
  if (password.length < PASSWORD_MIN_CHARS || password.length > PASSWORD_MAX_CHARS)
    throw new KapiError(KINDS.badInput, `a password has ${PASSWORD_MIN_CHARS} to ${PASSWORD_MAX_CHARS} characters`, {
      field: 'password',
    });
}

/** argon2id with the library's own costs; loaded when the first agent comes. */
async function hash(password: string): Promise<string> {
  const { default: argon2 } = await import('argon2');
  return argon2.hash(password);
}

async function verify(passwordHash: string, password: string): Promise<boolean> {
  const { default: argon2 } = await import('argon2');
  return argon2.verify(passwordHash, password);
}
