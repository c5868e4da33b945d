/**
 * The large city's store: MongoDB through mongoose. It leans on what every compatible server does, one document that changes
 * atomically: a turn is one document, its insertion commits and fences, all else is projected from it.
 */
import type { Connection } from 'mongoose';
import { KapiError, KINDS } from '../../core/errors';
import type { Project, Store } from '../port';
import { collectionsOf, ensureIndexes } from './documents';
import { storeDown } from './errors';
import { inputsOf } from './inputs';
import { outboxOf } from './outbox';
import { mediaOf, peopleOf } from './people';
import { readsOf } from './reads';
import { slotsOf } from './slots';
import { projectorOf, turnsOf } from './turns';

export interface MongoOptions {
  uri: string;
  project: Project;
}

/** Version of the documents; a newer one in the database is refused. */
const SCHEMA_VERSION = 1;
const SERVER_WAIT_MS = 5_000;
/** A write that hangs longer is answered "store down", and the platform sends again. */
const SOCKET_WAIT_MS = 20_000;
const SWEEP_EVERY_MS = 60_000;

/** @throws KapiError config when the server cannot be reached or its database is of a newer program */
export async function openMongoStore({ uri, project }: MongoOptions): Promise<Store> {
  const connection = await connect(uri);
  try {
    const db = collectionsOf(connection);
    await ensureIndexes(db);
    const projector = projectorOf(db, project);
    const people = peopleOf(db);
    refuseNewer(Number(await people.kvInit('schema_version', String(SCHEMA_VERSION))));
    await projector.sweep();
    const sweeper = setInterval(() => projector.sweep().catch(() => {}), SWEEP_EVERY_MS).unref();
    return guarded({
      kind: 'mongodb',
      ...inputsOf(db, projector.conversation),
      ...turnsOf(db, project, projector),
      ...outboxOf(db, projector.conversation),
      ...readsOf(db),
      ...slotsOf(db),
      ...people,
      ...mediaOf(db),
      check: () => people.kvSet('check', String(process.pid)),
      async backup() {
        throw new KapiError(KINDS.badInput, 'The store is MongoDB: copy it with mongodump or the snapshots of its server.', {
          field: 'MONGODB_URI',
        });
      },
      async close() {
        clearInterval(sweeper);
        await connection.close();
      },
    });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function connect(uri: string): Promise<Connection> {
  const { default: mongoose } = await import('mongoose');
  try {
    const connection = mongoose.createConnection(uri, {
      serverSelectionTimeoutMS: SERVER_WAIT_MS,
      socketTimeoutMS: SOCKET_WAIT_MS,
      ignoreUndefined: true,
      // Acknowledged means on the disks of most members.
      writeConcern: { w: 'majority', journal: true },
    });
    return await connection.asPromise();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new KapiError(
      KINDS.config,
      `MONGODB_URI: the server cannot be used (${reason}); mend the address or start the server.`,
      {
        field: 'MONGODB_URI',
        cause: error,
      },
    );
  }
}

function refuseNewer(found: number): void {
  if (found > SCHEMA_VERSION)
    throw new KapiError(
      KINDS.config,
      `The database is of schema ${found}, this Kapı knows up to ${SCHEMA_VERSION}: start the newer version, or set MONGODB_URI to another database.`,
      { field: 'MONGODB_URI' },
    );
}

/** Each method's driver errors become "store down". */
function guarded(store: Store): Store {
  const entries = Object.entries(store).map(([name, value]) => [
    name,
    typeof value !== 'function'
      ? value
      : async (...args: unknown[]) => {
          try {
            return await (value as (...args: unknown[]) => unknown)(...args);
          } catch (error) {
            throw storeDown(error);
          }
        },
  ]);
  return Object.fromEntries(entries) as Store;
}
