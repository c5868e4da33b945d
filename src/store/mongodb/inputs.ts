import { derivedId } from '../../core/ids';
import type { StoredInput } from '../../core/turn';
import type { AcceptedInput, NewInput, Store, Work } from '../port';
import { Batch } from './batch';
import type { Collections, InputDoc } from './documents';
import { insertOnce, upsertTwice } from './errors';

export function toInput({ _id, eventKey: _, waiting: _w, turn: _t, reading: _r, ...rest }: InputDoc): StoredInput {
  return { id: _id, ...rest };
}

const key = (channel: string, account: string, id: string): string => `${channel}|${account}|${id}`;

type Inputs = Pick<Store, 'accept' | 'backlog' | 'take' | 'release' | 'countTry' | 'conversationOf'>;

/** @param project brings the conversation's committed turns into the other collections */
export function inputsOf(db: Collections, project: (conversationId: string) => Promise<void>): Inputs {
  const batch = new Batch(db.inputs);

  /** The conversation that stands under the sender's id after this call. */
  async function learn(id: string, conversationId: string): Promise<string> {
    const found = await upsertTwice(() =>
      db.identities.findOneAndUpdate(
        { _id: id },
        { $setOnInsert: { conversationId } },
        { upsert: true, returnDocument: 'after' },
      ),
    );
    return found!.conversationId;
  }

  async function conversationFor(input: NewInput): Promise<string> {
    if (input.conversationId !== undefined) return input.conversationId;
    const ids = input.senderIds.map((id) => key(input.channel, input.account, id));
    const known = new Map<string, string>();
    for (const doc of await db.identities.find({ _id: { $in: ids } }).toArray()) known.set(doc._id, doc.conversationId);
    const first = ids.find((id) => known.has(id));
    const conversationId = first === undefined ? await learn(ids[0]!, derivedId('c', ids[0]!)) : known.get(first)!;
    for (const id of ids) if (!known.has(id)) await learn(id, conversationId);
    return conversationId;
  }

  async function acceptOne(doc: InputDoc): Promise<AcceptedInput> {
    const refusal = await batch.insert(doc);
    if (refusal === null) return { id: doc._id, conversationId: doc.conversationId, fresh: true };
    const stored = await db.inputs.findOne({ eventKey: doc.eventKey }, { projection: { conversationId: 1 } });
    if (!stored) throw new Error(`an input was refused: ${refusal.message}`);
    return { id: stored._id, conversationId: stored.conversationId, fresh: false };
  }

  return {
    async accept(inputs) {
      // What is no JSON fails here, before anything of the batch is stored.
      const plain = inputs.map(({ body }) => JSON.parse(JSON.stringify(body)) as InputDoc['body']);
      const docs: InputDoc[] = [];
      for (const [index, input] of inputs.entries()) {
        const { id, senderIds: _, conversationId: _c, ...rest } = input;
        docs.push({
          _id: id,
          ...rest,
          body: plain[index]!,
          conversationId: await conversationFor(input),
          eventKey: key(input.channel, input.account, input.eventId),
          tries: 0,
          waiting: true,
        });
      }
      return Promise.all(docs.map(acceptOne));
    },
    async backlog(limit) {
      const found = await db.inputs
        .aggregate<{ _id: string }>([
          { $match: { waiting: true } },
          { $group: { _id: '$conversationId', first: { $min: '$_id' } } },
          { $sort: { first: 1 } },
          { $limit: limit },
        ])
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async take(conversationId, owner, leaseMs, now): Promise<Work | null> {
      const until = now + leaseMs;
      const renewed = await db.leases.updateOne(
        { _id: conversationId, $or: [{ owner }, { until: { $lte: now } }] },
        { $set: { owner, until } },
      );
      if (renewed.matchedCount === 0 && !(await insertOnce(() => db.leases.insertOne({ _id: conversationId, owner, until }))))
        return null;
      // Whoever leases first finishes what another committed and left.
      await project(conversationId);
      const inputs = await db.inputs.find({ waiting: true, conversationId }).sort({ _id: 1 }).toArray();
      if (inputs.length === 0) {
        await db.leases.deleteOne({ _id: conversationId, owner });
        return null;
      }
      const newest = await db.turns.find({ conversationId }).sort({ version: -1 }).limit(1).next();
      return {
        conversationId,
        version: newest?.version ?? 0,
        session: newest?.session ?? null,
        inputs: inputs.map(toInput),
      };
    },
    async release(conversationId, owner) {
      await db.leases.deleteOne({ _id: conversationId, owner });
    },
    async countTry(inputId) {
      const found = await db.inputs.findOneAndUpdate({ _id: inputId }, { $inc: { tries: 1 } }, { returnDocument: 'after' });
      return found?.tries ?? 0;
    },
    async conversationOf(channel, account, senderId) {
      return (await db.identities.findOne({ _id: key(channel, account, senderId) }))?.conversationId ?? null;
    },
  };
}
