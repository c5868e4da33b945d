import { END, type StepHandler } from './index';

/** end: the flow is done. */
export const end: StepHandler<'end'> = () => END;
