import { z } from 'zod';
import type { EpochNames } from '../tiers/shared-tier.port.js';
import type { Scope } from './scope.js';

/** Raised with every change of a message: another version is answered with the conservative action, never an error. */
const MESSAGE_VERSION = 1;

interface FromEpoch {
  /** The epoch that the sender is in. */
  readonly epoch: EpochNames;
  /** The sending process. */
  readonly from: string;
}

export type BusMessage =
  | (FromEpoch & {
      readonly type: 'begin';
      readonly scopes: readonly Scope[];
      readonly writeId: string;
      /** Names this attempt of the begin, not the write (coherence.md [10]). */
      readonly attemptId: string;
      readonly pendingMs: number;
      /** The write deletes what the scopes are named for. */
      readonly deletes: boolean;
    })
  | (FromEpoch & {
      readonly type: 'commit';
      readonly scopes: readonly Scope[];
      readonly writeId: string;
      /** The write is known not to have happened. */
      readonly failed?: boolean | undefined;
    })
  | (FromEpoch & { readonly type: 'heartbeat'; readonly beatId: string })
  /** A load of the key has ended: who waits for it looks again. */
  | (FromEpoch & { readonly type: 'loaded'; readonly key: string })
  /** The sender has subscribed anew and emptied itself: it has nothing of what was announced before that heartbeat [29]. */
  | (FromEpoch & { readonly type: 'caught-up'; readonly beatId: string })
  /** The epoch or its clear id has changed: adopt it, then acknowledge. */
  | (FromEpoch & { readonly type: 'epoch'; readonly attemptId: string })
  | (FromEpoch & { readonly type: 'ack'; readonly attemptId: string });

const id = z.string().min(1).max(256);
const base = { v: z.literal(MESSAGE_VERSION), from: id, epoch: z.object({ id, clearId: id }) };
const scopes = z.array(z.string() as unknown as z.ZodType<Scope>).max(100_000); // made by scope() on the other side
const schema = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('begin'),
    scopes,
    writeId: id,
    attemptId: id,
    pendingMs: z.number(),
    deletes: z.boolean(),
  }),
  z.object({ ...base, type: z.literal('commit'), scopes, writeId: id, failed: z.boolean().optional() }),
  z.object({ ...base, type: z.literal('heartbeat'), beatId: id }),
  z.object({ ...base, type: z.literal('loaded'), key: z.string() }),
  z.object({ ...base, type: z.literal('caught-up'), beatId: id }),
  z.object({ ...base, type: z.literal('epoch'), attemptId: id }),
  z.object({ ...base, type: z.literal('ack'), attemptId: id }),
]);

export function encodeMessage(message: BusMessage): string {
  return JSON.stringify({ v: MESSAGE_VERSION, ...message });
}

/** null for a damaged message or one of another version. */
export function decodeMessage(text: string): BusMessage | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
