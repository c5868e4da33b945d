import { z } from 'zod';
import type { Action, ActionResult } from '../../action';
import { findDepartment, inLang, type Pack } from '../../pack';

/**
 * department.info: the name of the unit that a record goes to; the fallback's where the catalogue names none.
 *
 * example: {"department": "fen"} -> {"status": "ok"}
 */
export function departmentAction(pack: Pack): Action {
  return {
    name: 'department.info',
    about: 'The unit that a record goes to',
    args: z.object({ department: z.string().optional() }),
    async run(args, { lang }): Promise<ActionResult> {
      const unit = findDepartment(pack, String(args.department)) ?? findDepartment(pack, pack.fallbackDepartment);
      return unit
        ? { status: 'ok', key: unit.key, name: inLang(unit.name, lang), phone: unit.phone ?? null }
        : { status: 'none', name: '' };
    },
  };
}
