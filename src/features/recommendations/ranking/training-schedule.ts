import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { systemClock, type Timer } from '../../../kernel/clock.js';
import { SECOND_MS } from '../../../kernel/duration.js';
import { LOGGER, type Logger } from '../../../platform/logging/index.js';
import { BATCH, isDue, REST_MS } from './batching.js';
import { ModelMaker } from './model-maker.js';
import { TrainingDataRepository } from './training-data.repository.js';

/** Every process looks so often: what one that died has left is learned by another one. */
const LOOK_EVERY_MS = 10 * SECOND_MS;

/** Knows when a version is due. */
@Injectable()
export class TrainingSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: Timer | null = null;
  private stopped = false;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  /** Since when this process has seen interactions that no version has learned from; null: there were none. */
  private waitingSinceMs: number | null = null;

  constructor(
    private readonly interactions: TrainingDataRepository,
    private readonly maker: ModelMaker,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.lookIn(LOOK_EVERY_MS);
  }

  /** While the database is still there: what is being made is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.looking;
  }

  /** There is something new: looks now, and once more if there is more by then. Nobody waits for it. */
  nudge(): void {
    if (this.stopped) return;
    if (this.looking !== null) {
      this.lookAgain = true;
      return;
    }
    this.lookAgain = false;
    this.looking = this.look().finally(() => {
      this.looking = null;
      if (this.lookAgain) this.nudge();
    });
  }

  private async look(): Promise<void> {
    let nextMs = LOOK_EVERY_MS;
    try {
      const unlearned = await this.interactions.countUnlearned(BATCH);
      const nowMs = systemClock.nowMs();
      this.waitingSinceMs = unlearned === 0 ? null : (this.waitingSinceMs ?? nowMs);
      if (isDue(unlearned, nowMs - (this.waitingSinceMs ?? nowMs))) {
        // Somebody else's turn, or too soon after the last one: once more when that is over.
        if (await this.maker.make()) this.waitingSinceMs = null;
        else nextMs = REST_MS;
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'no version of the ranking model could be made; it is tried again');
    }
    this.lookIn(nextMs);
  }

  private lookIn(delayMs: number): void {
    if (this.stopped) return;
    this.timer?.cancel();
    this.timer = systemClock.after(delayMs, () => this.nudge());
  }
}
