import { createHash } from 'node:crypto';

/** A strong entity tag of a representation (RFC 9110, 8.8.3): 132 bits of SHA-256 over its bytes. */
export function etagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** The bytes of a JSON answer: the one serialization of the house, so that every tier holds the same. */
export function jsonBytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}

/**
 * `If-Match` (RFC 9110, 13.1.1): strong comparison; `*` matches whatever exists. Absent matches.
 * @param header the request's `If-Match`
 */
export function ifMatchHolds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return true;
  return header.trim() === '*' || entityTags(header).includes(etag);
}

/**
 * `If-None-Match` (RFC 9110, 13.1.2): weak comparison. True: the client holds this representation, answer 304.
 */
export function ifNoneMatchHits(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || entityTags(header).some((tag) => tag.replace(/^W\//, '') === etag);
}

function entityTags(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? [];
}
