import type { Action } from '../action';
import type { DutyList } from './duty-feed';
import type { FacetWords } from './facets';
import type { Pack } from '../pack';
import type { TicketBook } from '../tickets/port';
import { departmentAction } from './actions/department';
import { elsewhereAction } from './actions/elsewhere';
import { institutionAction } from './actions/institution';
import { pharmaciesAction } from './actions/pharmacies';
import { outagesAction } from './actions/outages';
import { serviceAction } from './actions/service';

export { createDutyFeed, type DutyFeed, type DutyList } from './duty-feed';

interface Sources {
  pack: Pack;
  /** Words by which people ask for who may have a service, where and how long. */
  asks: FacetWords;
  duty?: DutyList;
  book?: TicketBook;
}

/** Actions that answer from the city's pack, and from the duty list that is fetched where the pack names an address. */
export function createKnowledgeActions({ pack, asks, duty, book }: Sources): Action[] {
  return [
    serviceAction(pack, asks),
    institutionAction(pack),
    elsewhereAction(pack),
    departmentAction(pack),
    outagesAction(pack, book),
    pharmaciesAction(pack, duty),
  ];
}
