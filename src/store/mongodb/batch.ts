import type { mongo } from 'mongoose';

/** Why one document of a batch was refused. */
export interface Refusal {
  code: number;
  message: string;
}

/**
 * Group commit: inserts of the same turn of the event loop go out as one unordered insertMany, and each gets its own answer.
 * One batch is under way at a time; what comes meanwhile is the next.
 */
export class Batch<T extends { _id: string }> {
  private waiting: { doc: T; resolve(refusal: Refusal | null): void; reject(error: unknown): void }[] = [];
  private running = false;

  constructor(private readonly collection: mongo.Collection<T>) {}

  /** Resolves to null when the document is stored, or to why it was refused; rejects when nobody knows. */
  insert(doc: T): Promise<Refusal | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ doc, resolve, reject });
      if (!this.running) {
        this.running = true;
        setImmediate(() => void this.run());
      }
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      const refused = new Map<number, Refusal>();
      let failure: unknown = null;
      try {
        await this.collection.insertMany(group.map(({ doc }) => doc) as mongo.OptionalUnlessRequiredId<T>[], { ordered: false });
      } catch (error) {
        const found = writeErrors(error);
        if (found.length === 0) failure = error;
        for (const { index, code, errmsg } of found) refused.set(index, { code, message: errmsg ?? '' });
      }
      group.forEach(({ resolve, reject }, index) => (failure === null ? resolve(refused.get(index) ?? null) : reject(failure)));
    }
    this.running = false;
  }
}

interface WriteError {
  index: number;
  code: number;
  errmsg?: string;
}

/** The errors of single documents; none when the whole batch failed. */
function writeErrors(error: unknown): WriteError[] {
  const { writeErrors: found } = error as { writeErrors?: WriteError | WriteError[] };
  return found === undefined ? [] : [found].flat();
}
