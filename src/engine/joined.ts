/** Texts about one matter that came apart: what was found in the later one keeps its place in the whole. */
import type { Entity } from '../core/reading';

export interface Told {
  text: string;
  entities: Entity[];
}

/** The first text and the second beneath it; the entities of the second stand where its words stand now. */
export function joined(first: Told, second: Told): Told {
  if (first.text === '' || second.text === '')
    return { text: first.text || second.text, entities: [...first.entities, ...second.entities] };
  const by = first.text.length + 1;
  const moved = second.entities.map((entity) => ({ ...entity, start: entity.start + by, end: entity.end + by }));
  return { text: `${first.text}\n${second.text}`, entities: [...first.entities, ...moved] };
}
