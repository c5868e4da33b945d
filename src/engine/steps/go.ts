import type { StepHandler } from './index';

/** go: goes on at another step. */
export const go: StepHandler<'go'> = (step) => ({ to: 'go', step: step.go });
