import mongoose from 'mongoose';
import type { Cluster } from './cluster.js';

/** How another program writes: field by field, or the whole document as it had read it. */
export type DirectWay = 'update' | 'replace';

/** Sets the title past everybody; gives the new revision. */
export async function writeDirectly(
  { database }: Cluster,
  assessmentId: string,
  title: string,
  way: DirectWay,
): Promise<number> {
  const assessments = database.collection('assessments');
  const _id = new mongoose.mongo.ObjectId(assessmentId);
  const writeConcern = { w: 'majority', journal: true } as const;
  if (way === 'update') {
    const changed = await assessments.findOneAndUpdate(
      { _id },
      { $set: { title }, $inc: { revision: 1 } },
      { returnDocument: 'after', writeConcern },
    );
    return Number(changed?.['revision']);
  }
  const found = await assessments.findOne({ _id });
  const revision = Number(found?.['revision']) + 1;
  const { matchedCount } = await assessments.replaceOne(
    { _id, revision: revision - 1 },
    { ...found, title, revision },
    { writeConcern },
  );
  if (matchedCount !== 1) throw new Error('somebody else was faster');
  return revision;
}
