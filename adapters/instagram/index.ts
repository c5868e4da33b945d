/** Instagram direct messages. README.md tells how it is set up. */
import { socialModule } from '../messaging';

export const adapter = socialModule({
  name: 'instagram',
  object: 'instagram',
  prefix: 'KAPI_INSTAGRAM_',
  account: 'Instagram account',
  me: 'id,username',
  // Instagram counts bytes of UTF-8.
  textMax: 1_000,
  textUnit: 'bytes',
});
