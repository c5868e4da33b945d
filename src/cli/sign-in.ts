import type { SignIn } from '../core/adapter';

/** Draws the code of a channel that waits to be signed in, below what is at stake. Loaded only when one does. */
export async function showSignIn(label: string, { qr, notice }: SignIn): Promise<void> {
  const { toString: draw } = await import('qrcode');
  const code = await draw(qr, { type: 'terminal', small: true });
  process.stderr.write(`\n  ${label}\n  ${notice.tr}\n  ${notice.en}\n\n${code}\n`);
}
