import { Injectable } from '@nestjs/common';
import type { Assessment } from '../../assessments/index.js';
import type { Recommendation } from '../recommendation.js';
import { diversify, diversityOf } from './diversify.js';
import { priorOf } from './prior.js';

/** Which model made an order, as the summary names it. */
export interface AppliedModel {
  /** 0: the calculated score alone. */
  readonly version: number;
  /** How many interactions it learned from. */
  readonly observations: number;
  /** False for version 0. */
  readonly applied: boolean;
}

export interface RankedList {
  /** All of them, best first. */
  readonly recommendations: readonly Recommendation[];
  /** 0 to 1; see `diversityOf`. */
  readonly diversityScore: number;
  readonly model: AppliedModel;
}

/** Puts recommendations into the order in which they are shown. */
@Injectable()
export class RankingService {
  /** The order of an assessment's whole list, made by a model at least as new as {@link currentVersion} said before. */
  async rank(_assessment: Assessment, recommendations: readonly Recommendation[]): Promise<RankedList> {
    const candidates = recommendations
      .map((item) => ({ item, relevance: priorOf(item) }))
      .toSorted((a, b) => b.relevance - a.relevance || byName(a.item, b.item));
    const ordered = diversify(candidates);
    return {
      recommendations: ordered,
      diversityScore: diversityOf(ordered),
      model: { version: 0, observations: 0, applied: false },
    };
  }

  /**
   * The version that stands in the key of a cached list. At once where this process's memory has it (nearly always), a
   * promise after a new version was announced.
   */
  currentVersion(): number | Promise<number> {
    return 0;
  }
}

/** Equal scores stand in one order in every process, whatever order they came in. */
function byName(one: Recommendation, other: Recommendation): number {
  const [a, b] = [one, other].map(({ agent_name, key, id }) => `${agent_name} ${key} ${id}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
