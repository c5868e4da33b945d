/** The municipality pack: everything a city edits to make the line its own. */
export { bestMatch, findDepartment, findInstitution, findNeighbourhood, findPlace, gazetteers, matchOf } from './gazetteers';
export { checkPack, loadPack } from './load';
export { type Problem, problemLine } from './read';
export { fillIn, inLang, type Localised } from './text';
export * from './types';
