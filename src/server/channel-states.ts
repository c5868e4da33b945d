/** What the console shows of the channels: how each account stands, and the code to scan where one waits to be signed in. */
import { channelLabel, type Channels, type SignIns } from '../channels';
import type { ChannelState } from './api/wire';
import { health } from './health';

export async function channelStates(channels: Channels, signIns: SignIns): Promise<ChannelState[]> {
  const running = channels.all();
  const labelOf = (index: number): string => channelLabel(running[index]!.name, running[index]!.account);
  const { parts } = await health(Object.fromEntries(running.map(({ adapter }, index) => [String(index), () => adapter.check()])));
  return Promise.all(
    running.map(async ({ name, account }, index) => {
      const step = signIns.of(labelOf(index));
      return {
        channel: name,
        account,
        ...parts[String(index)]!,
        signIn: step && { svg: await drawn(step.qr), notice: step.notice },
      };
    }),
  );
}

/** Loaded when a code is to be drawn. */
async function drawn(code: string): Promise<string> {
  const { toString: draw } = await import('qrcode');
  return draw(code, { type: 'svg', margin: 2 });
}
