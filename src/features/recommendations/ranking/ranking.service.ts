import { Inject, Injectable } from '@nestjs/common';
import { systemClock } from '../../../kernel/clock.js';
import { MINUTE_MS } from '../../../kernel/duration.js';
import type { AssessmentId } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../platform/logging/index.js';
import type { Assessment } from '../../assessments/index.js';
import type { Recommendation } from '../recommendation.js';
import { CurrentModel } from './current-model.js';
import type { RankingModel } from './model.js';
import { type Order, orderOf } from './order.js';
import { type ShownList, shownList } from './shown-list.js';
import { ShownListsRepository } from './shown-lists.repository.js';

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

/** A list that was recorded is not recorded again so soon: it is asked for with every filter, and always the same. */
const RECORD_AGAIN_MS = 10 * MINUTE_MS;
const REMEMBERED_LISTS = 1_000;

/** Puts recommendations into the order in which they are shown, and records that order: what people do is judged by it. */
@Injectable()
export class RankingService {
  /** What this process recorded last of each assessment, the longest ago first. */
  private readonly recorded = new Map<AssessmentId, { readonly id: string; readonly atMs: number }>();

  constructor(
    private readonly model: CurrentModel,
    private readonly lists: ShownListsRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The order of an assessment's whole list, to be shown, made by a model at least as new as {@link currentVersion} said
   * before. What a list leaves out of it by a filter is judged by the place in the whole list all the same.
   * @throws DomainError unavailable where the database does not answer
   */
  async rank(assessment: Assessment, recommendations: readonly Recommendation[]): Promise<RankedList> {
    const model = await this.model.get();
    const order = orderOf(assessment, recommendations, model);
    await this.record(shownList(assessment.id, model.version, order.places));
    return listOf(order, model);
  }

  /** The order alone: nobody is shown this list. */
  async order(assessment: Assessment, recommendations: readonly Recommendation[]): Promise<RankedList> {
    const model = await this.model.get();
    return listOf(orderOf(assessment, recommendations, model), model);
  }

  /**
   * The version that stands in the key of a cached list. At once where this process's memory has it (nearly always), a
   * promise after a new version was announced.
   */
  currentVersion(): number | Promise<number> {
    const model = this.model.get();
    return model instanceof Promise ? model.then(({ version }) => version) : model.version;
  }

  /** A list that cannot be recorded is shown all the same: what people do with it then counts without its position. */
  private async record(list: ShownList): Promise<void> {
    if (list.recommendationIds.length === 0 || this.wasRecorded(list)) return;
    try {
      await this.lists.record(list, new Date(systemClock.wallMs()));
    } catch (error) {
      this.logger.warn({ err: error }, 'the order of a list could not be recorded');
      return;
    }
    this.recorded.delete(list.assessmentId);
    this.recorded.set(list.assessmentId, { id: list.id, atMs: systemClock.nowMs() });
    const [longestAgo] = this.recorded.keys();
    if (this.recorded.size > REMEMBERED_LISTS && longestAgo !== undefined) this.recorded.delete(longestAgo);
  }

  private wasRecorded({ assessmentId, id }: ShownList): boolean {
    const last = this.recorded.get(assessmentId);
    return last?.id === id && systemClock.nowMs() - last.atMs < RECORD_AGAIN_MS;
  }
}

function listOf({ places, diversityScore }: Order, { version, observations }: RankingModel): RankedList {
  return {
    recommendations: places.map(({ recommendation }) => recommendation),
    diversityScore,
    model: { version, observations, applied: version > 0 },
  };
}
