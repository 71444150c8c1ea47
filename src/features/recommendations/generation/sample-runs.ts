import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { systemClock } from '../../../kernel/clock.js';
import { SECOND_MS } from '../../../kernel/duration.js';
import { CONFIG, type Config } from '../../../platform/config/index.js';
import { type Assessment, SampleData } from '../../assessments/index.js';
import { Tasks } from '../../tasks/index.js';
import { inputOf } from './generation-input.js';
import { GenerationService } from './generation.service.js';

/** A start waits no longer; runs that are not done by then end behind it. */
const LONGEST_MS = 10 * SECOND_MS;
const LOOK_MS = 25;

/** Completes the sample assessments as a client would: each is given to a run, and the runs are waited for. */
@Injectable()
export class SampleRuns implements OnModuleInit {
  private readonly logger = new Logger('SampleData');

  constructor(
    private readonly samples: SampleData,
    private readonly generation: GenerationService,
    private readonly tasks: Tasks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.samples.completeWith((assessments) => this.run(assessments));
  }

  private async run(assessments: readonly Assessment[]): Promise<void> {
    const startedMs = systemClock.nowMs();
    for (const assessment of assessments) await this.generation.submit(assessment, inputOf(undefined));
    if (!this.config.workerInline) return; // a worker will come to them
    for (const { id } of assessments) {
      while ((await this.tasks.activeOf(id)) !== null) {
        if (systemClock.nowMs() - startedMs > LONGEST_MS) return;
        await new Promise<void>((resolve) => systemClock.after(LOOK_MS, resolve));
      }
    }
    const tookMs = Math.round(systemClock.nowMs() - startedMs);
    this.logger.log(`${assessments.length} sample assessments were given recommendations in ${tookMs} ms`);
  }
}
