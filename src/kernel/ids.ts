import { randomFillSync } from 'node:crypto';

declare const brand: unique symbol;

/** A string that may not be mistaken for another kind of string. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type UserId = Branded<'UserId'>;
export type AssessmentId = Branded<'AssessmentId'>;

const OBJECT_ID = /^[0-9a-f]{24}$/i;

/** True for the 24 hex digits of a Mongo ObjectId. */
export function isObjectId(value: string): boolean {
  return OBJECT_ID.test(value);
}

const ID_BYTES = 12;
/** Random bytes for the next ids: asking the system for 12 at a time costs more than all else that an id takes. */
const pool = Buffer.allocUnsafe(ID_BYTES * 256);
let used = pool.length;

/** 96 random bits, base64url: unique without coordination, safe in keys and headers. */
export function randomId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.toString('base64url', used, (used += ID_BYTES));
}
