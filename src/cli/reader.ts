import { resolve } from 'node:path';
import { readConfig } from '../core/config';
import { loadKnowledge } from '../knowledge';
import { nobody } from './nobody';
import type { ExplainingUnderstanding } from '../nlu';
import { openModel } from '../nlu/model-file';

/** The understanding of a model file, or of the line itself with its city's names. */
export async function readerOf(model: string | undefined): Promise<Pick<ExplainingUnderstanding, 'read' | 'explain'>> {
  if (model !== undefined) return openModel(resolve(model));
  return (await loadKnowledge(readConfig(process.env), nobody)).understanding;
}
