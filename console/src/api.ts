/** The API, typed by the server's own wire file. */
import {
  type ActionRequest,
  type ActionResponse,
  type AgentInfo,
  type Applications,
  API_PATH,
  type ChannelState,
  type ConsoleState,
  type ConversationList,
  CSRF_HEADER,
  type Labels,
  type Problem,
  type ReservationCard,
  type Role,
  type Thread,
  type TimetableNotice,
  type UnsealResponse,
  type View,
  type Why,
} from '../../src/server/api/wire';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.message);
  }
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const response = await fetch(API_PATH + path, {
    method,
    headers: { [CSRF_HEADER]: '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json().catch(() => ({ code: 'internal', message: 'no answer' }));
  if (!response.ok) throw new ApiError(response.status, answer as Problem);
  return answer as T;
}

export const api = {
  state: () => call<ConsoleState>('GET', '/state'),
  first: (body: { token: string; login: string; name: string; password: string }) => call<AgentInfo>('POST', '/first', body),
  logIn: (login: string, password: string) => call<AgentInfo>('POST', '/login', { login, password }),
  logOut: () => call<object>('POST', '/logout', {}),
  password: (before: string, after: string) => call<AgentInfo>('POST', '/password', { before, after }),
  agents: () => call<AgentInfo[]>('GET', '/agents'),
  addAgent: (body: { login: string; name: string; password: string; role: Role }) => call<AgentInfo>('POST', '/agents', body),
  channels: () => call<ChannelState[]>('GET', '/channels'),
  timetable: () => call<{ notice: TimetableNotice | null }>('GET', '/timetable'),
  labels: (lang: string) => call<Labels>('GET', `/labels?lang=${lang}`),
  applications: (lang: string, programme?: string) =>
    call<Applications>('GET', `/applications?lang=${lang}${programme ? `&programme=${encodeURIComponent(programme)}` : ''}`),
  reservations: () => call<{ rows: ReservationCard[] }>('GET', '/reservations'),
  conversations: (view: View) => call<ConversationList>('GET', `/conversations?view=${view}`),
  thread: (id: string) => call<Thread>('GET', `/conversations/${encodeURIComponent(id)}`),
  departments: (id: string, departments: string[]) =>
    call<AgentInfo>('POST', `/agents/${encodeURIComponent(id)}/departments`, { departments }),
  why: (id: string, inputId: string) =>
    call<Why>('GET', `/conversations/${encodeURIComponent(id)}/messages/${encodeURIComponent(inputId)}/why`),
  correct: (id: string, inputId: string, actionId: string, intent: string) =>
    call<ActionResponse>('POST', `/conversations/${encodeURIComponent(id)}/messages/${encodeURIComponent(inputId)}/intent`, {
      actionId,
      intent,
    }),
  unseal: (id: string, number: string, actionId: string, kind: string) =>
    call<UnsealResponse>('POST', `/conversations/${encodeURIComponent(id)}/tickets/${encodeURIComponent(number)}/unseal`, {
      actionId,
      kind,
    }),
  act: (id: string, action: ActionRequest) =>
    call<ActionResponse>('POST', `/conversations/${encodeURIComponent(id)}/actions`, action),
};

/** One id a click: what is sent again after a lost answer is done once. */
export const newActionId = (): string =>
  crypto.getRandomValues(new Uint32Array(4)).reduce((id, word) => id + word.toString(36), 'a-');
