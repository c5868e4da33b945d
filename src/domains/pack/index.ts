/** The municipality pack: everything a city edits to make the line its own. */
export { isOn, type Stretch, stretchAt } from './announcements';
export { bestMatch, findDepartment, findInstitution, findNeighbourhood, findPlace, gazetteers, matchOf } from './gazetteers';
export { staleIn } from './freshness';
export { createLivePack, type LivePack, problemsText } from './live';
export { checkPack, loadPack } from './load';
export { namesOtherProvince } from './provinces';
export { type Problem, problemLine } from '../../core/yaml-file';
export type { CatalogueNames } from './references';
export { fillIn, inLang, lacks, type Localised } from './text';
export { type Lacking, withoutArabic } from './arabic';
export * from './types';
