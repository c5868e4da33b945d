import { KapiError, KINDS } from '../../core/errors';

const DUPLICATE = 11_000;

/** True for "this key is there already", of one write or within a batch. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === DUPLICATE;
}

/** The driver's failures become the error on which platforms send again; others pass as they are. */
export function storeDown(error: unknown): unknown {
  if (error instanceof KapiError || !(error instanceof Error) || !/^Mongo/.test(error.name)) return error;
  return new KapiError(KINDS.storeDown, `the store cannot be reached or cannot write now (${error.name})`, { cause: error });
}

/** Runs an upsert; two that insert the same key at once: the second finds it there. */
export async function upsertTwice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return work();
  }
}

/** An insert that may have been made before. True when this one made it. */
export async function insertOnce(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
