import type { Handler } from './index';

export const timerSet: Handler<'timer.set'> = (event) => [{ op: 'timer', key: event.key, at: event.at }];
export const timerClear: Handler<'timer.clear'> = (event) => [{ op: 'timer', key: event.key, at: null }];
