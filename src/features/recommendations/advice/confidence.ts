import type { ConfidenceLevel } from '../recommendation.js';
import { type AnswerPath, isGiven } from './answer-paths.js';
import type { Answers } from './situation.js';

/** An answer that advice rests on. */
export interface Rest {
  readonly path: AnswerPath;
  /** How much it counts against the others; any positive number. */
  readonly weight: number;
  /** What it can be derived from where it is missing itself: then it counts half. */
  readonly or?: readonly AnswerPath[];
}

export interface Confidence {
  /** 0 to 1. */
  readonly score: number;
  readonly level: ConfidenceLevel;
  /** 0 to 1: the weighted share of the answers that are given. */
  readonly completeness: number;
  /** 0 to 1: how much better than the best alternative; null where none could be weighed. */
  readonly margin: number | null;
}

/** From this relative margin on an alternative is clearly worse; a wider one adds nothing. */
const CLEAR_MARGIN = 0.3;
/** What an advice without any margin keeps: a tie is a choice of taste, not a mistake. */
const SHARE_WITHOUT_MARGIN = 0.7;
/** Nothing compared is neither a tie nor a clear win. */
const MARGIN_UNKNOWN = 0.5;
/** A calculation from answers alone is never certain. */
const MOST = 0.95;
const DERIVED = 0.5;

/**
 * `0.95 x completeness x (0.7 + 0.3 x min(1, margin / 0.3))`; README.md in `agents` says why.
 * @param margin how much better the choice is than the best alternative, as a share of the better one (0.2: a fifth cheaper,
 * or a fifth higher in score); null where there was nothing to compare. Below 0 counts as 0.
 */
export function confidenceOf(answers: Answers, restsOn: readonly Rest[], margin: number | null): Confidence {
  const completeness = completenessOf(answers, restsOn);
  const clarity = margin === null ? MARGIN_UNKNOWN : Math.min(1, Math.max(0, margin) / CLEAR_MARGIN);
  const score = rounded(MOST * completeness * (SHARE_WITHOUT_MARGIN + (1 - SHARE_WITHOUT_MARGIN) * clarity));
  return {
    score,
    level: levelOf(score),
    completeness: rounded(completeness),
    margin: margin === null ? null : rounded(Math.min(1, Math.max(0, margin))),
  };
}

/** How far two amounts lie apart, as a share of the larger: for costs (the chosen is lower) and scores (higher) alike. */
export function relativeMargin(chosen: number, other: number): number {
  const larger = Math.max(chosen, other);
  return larger <= 0 ? 0 : Math.abs(chosen - other) / larger;
}

export function levelOf(score: number): ConfidenceLevel {
  if (score >= 0.9) return 'very_high';
  if (score >= 0.8) return 'high';
  return score >= 0.6 ? 'medium' : 'low';
}

function completenessOf(answers: Answers, restsOn: readonly Rest[]): number {
  let given = 0;
  let asked = 0;
  for (const { path, weight, or = [] } of restsOn) {
    asked += weight;
    if (isGiven(answers, path)) given += weight;
    else if (or.some((other) => isGiven(answers, other))) given += weight * DERIVED;
  }
  return asked === 0 ? 0 : given / asked;
}

/** Three places: what is stored and shown is what is compared. */
export function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
