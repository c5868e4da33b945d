/** Makes a kept decision again: with the conditions that were used, and with those that the pack holds now. */
import type { Decision } from '../../core/decision';
import type { Pack, ProgrammeVersion } from '../pack';
import { evaluate, versionOn } from './evaluate';
import type { RuleBook } from './port';
import { markOf } from './rules';
import { localClock } from '../pack/time';

export interface Replayed {
  id: string;
  at: string;
  programme: string;
  ruleFrom: string | null;
  was: string;
  /** With the kept conditions; null when they or the programme are gone. */
  again: string | null;
  same: boolean;
  /** The pack's conditions for that day are not the kept ones any more. */
  ruleChanged: boolean;
  /** What the pack's conditions for that day would say. */
  today: string | null;
  failing: string[];
}

export async function replayDecision(decision: Decision, pack: Pack, rules: RuleBook): Promise<Replayed> {
  const { id, at, programme: name, ruleFrom, rule, answers, status: was } = decision;
  const programme = pack.programmes.find((known) => known.id === name);
  const text = rule === null ? null : await rules.read(rule);
  const kept = text === null ? undefined : (JSON.parse(text) as { version: ProgrammeVersion }).version;
  const day = localClock(at, pack.profile.timezone).day;
  const current = programme && versionOn(programme, day);
  const setting = { pack, lang: 'tr' as const };
  // Without a set of conditions that day the verdict was "closed": it is made again the same way.
  const again = programme && (kept || rule === null) ? evaluate(programme, answers, at, setting, kept) : null;
  return {
    id,
    at: new Date(at).toISOString(),
    programme: name,
    ruleFrom,
    was,
    again: again?.status ?? null,
    same:
      again?.status === was &&
      sameIds(
        again.failing.map(({ condition }) => condition),
        decision.failing,
      ),
    ruleChanged: (current ? markOf(current) : null) !== rule,
    today: programme ? evaluate(programme, answers, at, setting).status : null,
    failing: decision.failing,
  };
}

const sameIds = (a: string[], b: string[]): boolean => a.length === b.length && a.every((id, index) => id === b[index]);
