import { crc32 } from 'node:zlib';

/** What an entry says of itself in Redis; its generation stands before the envelope (see `redis.tier.ts`). */
export interface Envelope {
  readonly key: string;
  readonly etag: string;
  readonly ownerId: string;
  readonly ttlMs: number;
  readonly body: Buffer;
}

/** Raised with every change of the layout: an entry of another version is a miss, never an error. */
const FORMAT_VERSION = 1;
const FIXED_BYTES = 1 + 4 + 4; // version, CRC-32 of all that follows, length of the header

/** Layout: version (1), CRC-32 (4), header length (4), header (JSON: key, etag, ownerId, ttlMs), body. */
export function encodeEnvelope(envelope: Envelope): Buffer {
  const { key, etag, ownerId, ttlMs, body } = envelope;
  const head = Buffer.from(JSON.stringify({ key, etag, ownerId, ttlMs }));
  const bytes = Buffer.allocUnsafe(FIXED_BYTES + head.length + body.length);
  bytes[0] = FORMAT_VERSION;
  bytes.writeUInt32LE(head.length, 5);
  head.copy(bytes, FIXED_BYTES);
  body.copy(bytes, FIXED_BYTES + head.length);
  bytes.writeUInt32LE(crc32(bytes.subarray(5)), 1);
  return bytes;
}

/** null for anything that is not a whole, undamaged envelope of this version for this key. */
export function decodeEnvelope(bytes: Buffer, key: string): Envelope | null {
  if (bytes.length < FIXED_BYTES || bytes[0] !== FORMAT_VERSION) return null;
  if (crc32(bytes.subarray(5)) !== bytes.readUInt32LE(1)) return null;
  const headLength = bytes.readUInt32LE(5);
  if (FIXED_BYTES + headLength > bytes.length) return null;
  const header = parseHeader(bytes.toString('utf8', FIXED_BYTES, FIXED_BYTES + headLength));
  if (header === null || header.key !== key) return null;
  return { ...header, body: bytes.subarray(FIXED_BYTES + headLength) };
}

function parseHeader(text: string): Omit<Envelope, 'body'> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isHeader(value) ? value : null;
  } catch {
    return null; // damaged: a miss
  }
}

function isHeader(value: unknown): value is Omit<Envelope, 'body'> {
  if (typeof value !== 'object' || value === null) return false;
  const { key, etag, ownerId, ttlMs } = value as Record<string, unknown>; // an object, by the line above
  return (
    typeof key === 'string' &&
    typeof etag === 'string' &&
    typeof ownerId === 'string' &&
    typeof ttlMs === 'number'
  );
}
