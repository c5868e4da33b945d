/** The session's cookie. */
const NAME = 'kapi_session';

export function sessionToken(header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME && value && /^[\w-]{16,64}$/.test(value)) return value;
  }
  return undefined;
}

/** Strict: no other site's page can send it. `secure` where the line is reached by https. */
export function setCookie(token: string, maxAgeMs: number, secure: boolean): string {
  return `${NAME}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${Math.floor(maxAgeMs / 1_000)}${secure ? '; Secure' : ''}`;
}

export const clearCookie = (): string => `${NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
