import { createHash } from 'node:crypto';
import type { AssessmentId } from '../../../kernel/ids.js';
import type { RecommendationId } from '../recommendation.js';
import { FEATURE_NAMES, FEATURE_SET, type Features } from './features.js';
import type { ShownFeatures } from './observation.js';
import type { Placed } from './order.js';

/** A list in the order in which it was made to be shown, and what the model saw of it: the impression. */
export interface ShownList {
  /** Names the contents: the same order of the same features by the same model is the same list. */
  readonly id: string;
  readonly assessmentId: AssessmentId;
  readonly modelVersion: number;
  readonly featureSet: string;
  /** The first on top. */
  readonly recommendationIds: readonly RecommendationId[];
  /** The features of each, a byte each: see {@link unpacked}. */
  readonly packed: Buffer;
}

const BYTE = 255;

export function shownList(
  assessmentId: AssessmentId,
  modelVersion: number,
  places: readonly Placed[],
): ShownList {
  const recommendationIds = places.map(({ recommendation }) => recommendation.id);
  const packed = Buffer.from(places.flatMap(({ features }) => features.map(toByte)));
  const id = createHash('sha256')
    .update([assessmentId, modelVersion, FEATURE_SET, ...recommendationIds].join())
    .update(packed)
    .digest('base64url')
    .slice(0, 22);
  return { id, assessmentId, modelVersion, featureSet: FEATURE_SET, recommendationIds, packed };
}

/** The features of a shown list, to 1/255; only for one of this process's feature set. */
export function unpacked(packed: Uint8Array): ShownFeatures {
  const list: Features[] = [];
  for (let start = 0; start < packed.length; start += FEATURE_NAMES.length) {
    list.push(Array.from(packed.subarray(start, start + FEATURE_NAMES.length), (byte) => byte / BYTE));
  }
  return list;
}

function toByte(feature: number): number {
  return Math.round(feature * BYTE);
}
