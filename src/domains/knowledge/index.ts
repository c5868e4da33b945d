import type { Action } from '../action';
import type { Pack } from '../pack';
import { departmentAction } from './actions/department';
import { institutionAction } from './actions/institution';
import { pharmaciesAction } from './actions/pharmacies';
import { outagesAction } from './actions/outages';
import { serviceAction } from './actions/service';

/** Actions that answer from the city's pack. */
export function createKnowledgeActions({ pack }: { pack: Pack }): Action[] {
  return [serviceAction(pack), institutionAction(pack), departmentAction(pack), outagesAction(pack), pharmaciesAction(pack)];
}
