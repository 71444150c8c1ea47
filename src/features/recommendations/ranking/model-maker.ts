import { Inject, Injectable } from '@nestjs/common';
import { ScopedWrites } from '../../../cache/index.js';
import { systemClock } from '../../../kernel/clock.js';
import { SECOND_MS } from '../../../kernel/duration.js';
import { LOGGER, type Logger } from '../../../platform/logging/index.js';
import { REST_MS } from './batching.js';
import { MODEL_SCOPE } from './current-model.js';
import { gainOf } from './interaction.js';
import type { Observation } from './observation.js';
import { type Claim, RankingModelsRepository } from './ranking-models.repository.js';
import { ShownListsRepository } from './shown-lists.repository.js';
import { train } from './train.js';
import { TrainingDataRepository, type TrainingInteraction } from './training-data.repository.js';

/** A maker that died is waited for so long. */
const CLAIM_MS = 15 * SECOND_MS;
/** What a version is made of: enough for the weights to be steady, little enough to be read and learned in a moment. */
const WINDOW = { perUser: 40, total: 2_000 } as const;

/** Makes the next version of the model, one process at a time. */
@Injectable()
export class ModelMaker {
  constructor(
    private readonly models: RankingModelsRepository,
    private readonly interactions: TrainingDataRepository,
    private readonly lists: ShownListsRepository,
    private readonly writes: ScopedWrites,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns false where it was somebody else's turn, or too soon: nothing happened */
  async make(): Promise<boolean> {
    const claim = await this.models.claim(CLAIM_MS);
    if (claim === null) return false;
    return this.makeAs(claim);
  }

  private async makeAs(claim: Claim): Promise<boolean> {
    const startedMs = systemClock.nowMs();
    // Before the interactions: what is written meanwhile is left for the next version. Also those that the caps leave out.
    const unlearned = await this.interactions.unlearned();
    const window = await this.interactions.newest(WINDOW);
    const observations = await this.observationsOf(window);
    const trainedFromMs = systemClock.nowMs();
    const model = train(observations);
    const trainedMs = systemClock.nowMs() - trainedFromMs;
    // Begun before the write and ended after it: no process keeps the older version through it.
    const published = await this.writes.during([MODEL_SCOPE], (deadlineMs) =>
      this.models.publish(claim, model, {
        restMs: REST_MS,
        now: new Date(systemClock.wallMs()),
        write: { deadlineMs },
      }),
    );
    if (published) {
      // A maker that dies here has it learned once more: that changes nothing but the version's number.
      await this.interactions.markLearned(unlearned);
      await this.models.prune(claim.version + 1);
    }
    const { observations: count } = model;
    const tookMs = Math.round(systemClock.nowMs() - startedMs);
    this.logger.info(
      {
        version: claim.version + 1,
        observations: count,
        published,
        trainedMs: Math.round(trainedMs),
        tookMs,
      },
      'a version of the ranking model',
    );
    return published;
  }

  /** Interactions whose list is gone, or was made with other features, train nothing. */
  private async observationsOf(window: readonly TrainingInteraction[]): Promise<readonly Observation[]> {
    const lists = await this.lists.featuresOf([...new Set(window.map(({ listId }) => listId))]);
    return window.flatMap(({ userId, kind, value, listId, place, positionKnown }) => {
      const list = lists.get(listId);
      if (list === undefined) return [];
      return [{ userId, list, place, positionKnown, gain: gainOf({ kind, value }) }];
    });
  }
}
