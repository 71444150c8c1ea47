import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeEnvelope, encodeEnvelope, type Envelope } from './envelope.codec.js';

const envelope: Envelope = { key: 'k', etag: '"e"', ownerId: 'o', ttlMs: 1000, body: Buffer.from('{"a":1}') };

describe('the envelope', () => {
  it('comes back as it was, whatever the bytes', () => {
    const envelopes = fc.record({
      key: fc.string({ unit: 'grapheme' }),
      etag: fc.string(),
      ownerId: fc.string(),
      ttlMs: fc.integer({ min: 1 }),
      body: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(envelopes, (given) => {
        expect(decodeEnvelope(encodeEnvelope(given), given.key)).toEqual(given);
      }),
    );
  });

  it('is nothing when any byte of it is damaged, or it is cut, or of another key', () => {
    const bytes = encodeEnvelope(envelope);
    for (let i = 0; i < bytes.length; i += 1) {
      const damaged = Buffer.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 0xff;
      expect(decodeEnvelope(damaged, 'k')).toBeNull();
      expect(decodeEnvelope(bytes.subarray(0, i), 'k')).toBeNull();
    }
    expect(decodeEnvelope(bytes, 'other')).toBeNull();
    expect(decodeEnvelope(Buffer.concat([bytes, Buffer.from('x')]), 'k')).toBeNull();
  });

  it('never throws on what others wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeEnvelope(Buffer.from(bytes), 'k')).toBeNull();
      }),
    );
  });
});
