import type { Situation } from '../../advice/situation.js';
import { dataParts } from './data-parts.js';
import type { Part } from './part.js';
import type { Shape } from './shape.js';
import { trafficParts } from './traffic-parts.js';

/** Everything beside the compute that the system is bought from. */
export function partsOf(situation: Situation, shape: Shape): readonly Part[] {
  return [...dataParts(situation, shape), ...trafficParts(situation, shape)];
}
