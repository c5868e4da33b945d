import { z } from 'zod';
import { foldedWords } from '../../../core/fold';
import type { Json } from '../../../core/json';
import type { Action, ActionResult } from '../../action';
import { residenceOf } from '../../eligibility/answers';
import { namesOtherProvince, type Pack } from '../../pack';

/**
 * address.check: can a team find the address, and is it in the city? ok: `neighbourhood` where one is named · short: no house
 * number and no pin · outside: another province, or a pin far away.
 *
 * example: {"address": "Kartal mah. Lale sok. no 5 daire 3"} -> {"status": "ok", "neighbourhood": "Kartal Mahallesi"}
 * example: {"address": "evim"} -> {"status": "short"}
 * example: {"address": "Ankara Çankaya Atatürk Bulvarı 5"} -> {"status": "outside"}
 * example: {"address": {"type": "location", "value": {"lat": 41.01, "lon": 28.97}}} -> {"status": "outside"}
 */
export function addressAction(pack: Pack): Action {
  return {
    name: 'address.check',
    about: 'Whether an address can be found and lies in the city',
    args: z.object({ address: z.unknown() }),
    async run(args): Promise<ActionResult> {
      const address = args.address as Json;
      const pin = pinOf(address);
      if (pin) return { status: residenceOf(pack, pin) === 'yes' ? 'ok' : 'outside', neighbourhood: null };
      const text = textOf(address);
      if (namesOtherProvince(pack, text)) return { status: 'outside', neighbourhood: null };
      const neighbourhood = neighbourhoodIn(pack, text);
      return { status: /\d/.test(text) ? 'ok' : 'short', neighbourhood };
    },
  };
}

function textOf(address: Json): string {
  if (typeof address === 'string') return address;
  const { text, name } = (address ?? {}) as { text?: Json; name?: Json };
  return String(text ?? name ?? '');
}

function pinOf(address: Json): { lat: number; lon: number } | null {
  const { value } = (address ?? {}) as { value?: { lat?: Json; lon?: Json } | null };
  return typeof value?.lat === 'number' && typeof value.lon === 'number' ? { lat: value.lat, lon: value.lon } : null;
}

/** The neighbourhood whose name occurs in an address: the longest, so that "Yeni Mahalle" does not hide "Yeni Doğan". */
function neighbourhoodIn({ places }: Pack, text: string): string | null {
  const said = ` ${foldedWords(text).join(' ')} `;
  let best: { name: string; length: number } | null = null;
  for (const { name, aliases } of places.neighbourhoods)
    for (const known of [name.replace(/ Mahallesi$/, ''), ...aliases]) {
      const needle = foldedWords(known).join(' ');
      if (said.includes(` ${needle}`) && needle.length > (best?.length ?? 0)) best = { name, length: needle.length };
    }
  return best?.name ?? null;
}
