/** Facebook Messenger. README.md tells how it is set up. */
import { socialModule } from '../messaging';

export const adapter = socialModule({
  name: 'messenger',
  object: 'page',
  prefix: 'KAPI_MESSENGER_',
  account: 'page',
  me: 'id,name',
  textMax: 2_000,
  textUnit: 'utf16',
});
