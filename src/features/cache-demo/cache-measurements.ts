import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CacheProbe, CacheProbes, type ProbeAnswer } from '../../cache/index.js';
import { DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import { bestHits } from './algorithms/belady.js';
import { lruHits } from './algorithms/lru.js';
import { ACCESS_PATTERN, traffic } from './algorithms/traffic.js';
import type { HitRateQuery, HitRateTest, PerformanceQuery, PerformanceTest } from './cache-demo.dto.js';
import { CacheDemoRepository } from './cache-demo.repository.js';
import { durations, mean, measurementEndMs, percentage, rounded, series } from './measurement.js';
import { capacityOf, explanationOf, testRoom } from './test-room.js';

const SEEDS = 2 ** 32;
const RETRY_AFTER_S = 5;

/** Measures the real tiers of this process over a real read of the database; one measurement at a time. */
@Injectable()
export class CacheMeasurements {
  private running = false;

  constructor(
    private readonly probes: CacheProbes,
    private readonly repository: CacheDemoRepository,
  ) {}

  /** The same read from the database, from L2, and as a request makes it. */
  async performance(userId: UserId, { iterations }: PerformanceQuery): Promise<PerformanceTest> {
    return this.alone(async (probe) => {
      const load = () => this.repository.read(userId);
      const read = () => probe.read('0', load);
      await load();
      await read(); // also fills the tiers
      const endMs = measurementEndMs();
      const fromDatabase = durations(await series(iterations, endMs, load));
      const fromL2 = await this.fromL2(probe, iterations, endMs, read);
      await read();
      const asRequested = durations(await series(iterations, endMs, read));
      const share = asRequested.avg_time_ms / fromDatabase.avg_time_ms;
      return {
        tests: { database_only: fromDatabase, l2: fromL2, with_cache: asRequested },
        performance_improvement: {
          speedup_factor: rounded(1 / Math.max(share, Number.EPSILON), 2),
          time_saved_percentage: rounded(100 * (1 - share), 2),
        },
      };
    });
  }

  /** How many of the requests of a known traffic the tiers answer, beside what was possible. */
  async hitRate(
    userId: UserId,
    { requests, room: entries, seed = randomInt(SEEDS) }: HitRateQuery,
  ): Promise<HitRateTest> {
    return this.alone(async (probe) => {
      const load = () => this.repository.read(userId);
      const room = testRoom(entries, this.probes.room(Buffer.byteLength(await load())));
      probe.limit(room);
      const keys = traffic(requests, seed);
      const answered: Record<ProbeAnswer, number> = { l1: 0, l2: 0, database: 0 };
      const tookMs = await series(requests, measurementEndMs(), async (turn) => {
        answered[await probe.read(String(keys[turn]), load)] += 1;
      });
      const made = keys.slice(0, tookMs.length);
      const capacity = capacityOf(room);
      const accessPattern = `${ACCESS_PATTERN}; room for ${capacity} of them`;
      return {
        test_config: { total_requests: requests, access_pattern: accessPattern, room, seed },
        cache_statistics: {
          l1_hits: answered.l1,
          l2_hits: answered.l2,
          loads: answered.database,
          total_requests: made.length,
          hit_rate: percentage(answered.l1 + answered.l2, made.length),
          best_possible_hit_rate: percentage(bestHits(made, capacity), made.length),
          lru_hit_rate: percentage(lruHits(made, capacity), made.length),
          explanation: explanationOf(room),
        },
        performance: { avg_response_time_ms: rounded(mean(tookMs), 6) },
      };
    });
  }

  /** null where not every one of the reads came from L2. */
  private async fromL2(
    probe: CacheProbe,
    iterations: number,
    endMs: number,
    read: () => Promise<ProbeAnswer>,
  ): Promise<PerformanceTest['tests']['l2']> {
    let others = 0;
    const tookMs = await series(iterations, endMs, async () => {
      probe.forgetInMemory('0');
      if ((await read()) !== 'l2') others += 1;
    });
    return others === 0 ? durations(tookMs) : null;
  }

  /** Two at once would measure each other. */
  private async alone<Result>(measure: (probe: CacheProbe) => Promise<Result>): Promise<Result> {
    if (this.running) {
      throw new DomainError(
        'too_many_requests',
        'measurement_running',
        'This instance is measuring already, and two measurements would disturb each other. Try again shortly.',
        { retryAfterS: RETRY_AFTER_S },
      );
    }
    this.running = true;
    const probe = this.probes.open();
    try {
      return await measure(probe);
    } finally {
      await probe.end();
      this.running = false;
    }
  }
}
