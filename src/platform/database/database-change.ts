import type mongoose from 'mongoose';

/** What the driver tells of a change. */
export type ChangeEvent = mongoose.mongo.ChangeStreamDocument;

/** One document that changed, whoever changed it. */
export interface DatabaseChange {
  readonly collection: string;
  readonly operation: 'insert' | 'update' | 'replace' | 'delete';
  /** The document's `_id` as text. */
  readonly id: string;
  /** The fields that are watched, as the document had them before; null for an insert, or where the server keeps no pre-images. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** The same fields as they stand now; null for a delete, or where it has gone meanwhile. */
  readonly after: Readonly<Record<string, unknown>> | null;
  /** All fields that an update touched, with what it set them to (undefined where it took something away); null for other operations. */
  readonly updated: Readonly<Record<string, unknown>> | null;
}

/** null for what concerns a collection as a whole. */
export function changeFrom(event: ChangeEvent): DatabaseChange | null {
  const { operationType: operation } = event;
  if (operation !== 'insert' && operation !== 'update' && operation !== 'replace' && operation !== 'delete')
    return null;
  if (!('coll' in event.ns)) return null;
  return {
    collection: event.ns.coll,
    operation,
    id: String(event.documentKey._id),
    before: 'fullDocumentBeforeChange' in event ? (event.fullDocumentBeforeChange ?? null) : null,
    after: 'fullDocument' in event ? (event.fullDocument ?? null) : null,
    updated: 'updateDescription' in event ? touched(event.updateDescription) : null,
  };
}

function touched({
  updatedFields,
  removedFields = [],
  truncatedArrays = [],
}: mongoose.mongo.UpdateDescription): Readonly<Record<string, unknown>> {
  const taken = [...removedFields, ...truncatedArrays.map(({ field }) => field)];
  return { ...Object.fromEntries(taken.map((field) => [field, undefined])), ...updatedFields };
}
