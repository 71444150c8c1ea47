import { randomBytes } from 'node:crypto';

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

/** 96 random bits, base64url: unique without coordination, safe in keys and headers. */
export function randomId(): string {
  return randomBytes(12).toString('base64url');
}
