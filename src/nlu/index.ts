/** Understanding: text in, a reading out. Imports the core only; knows no flows and no store. */
export { candidates } from './candidate';
export { checkCorpus, readCatalogue, readPeople } from './corpus';
export { evaluateRows, parseRows, type Report } from './evaluate';
export type { Explanation } from './explain';
export { type LoadedUnderstanding, type LoadOptions, loadUnderstanding, trainCommitted } from './load';
export { createUnderstanding, type ExplainingUnderstanding, type UnderstandingParts } from './reader';
