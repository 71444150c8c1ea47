/** How fast attention falls with the position; 1 is what Joachims et al. simulate with. */
const DECAY = 1;
/** Below this a propensity is not believed: one lucky click far down would outweigh all others (clipping). */
const LEAST = 0.2;

/**
 * How probable it is that a person looks at this position at all, 0.1 to 1 (Joachims, Swaminathan & Schnabel 2017: the
 * position-based model, `(1 / position) ^ decay`).
 * @param position from 1
 */
export function propensityOf(position: number): number {
  return Math.max(LEAST, (1 / position) ** DECAY);
}
