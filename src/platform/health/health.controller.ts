import { Controller, Get, Header, Inject, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
  MongooseHealthIndicator,
} from '@nestjs/terminus';
import { NotCached } from '../http/not-cached.decorator.js';
import { REDIS } from '../redis/index.js';
import { Public } from '../security/access.decorators.js';
import { Unlimited } from '../security/rate-limit.guard.js';
import { Draining } from './draining.js';
import { HealthDetails } from './health-details.js';
import { UnhealthyFilter } from './unhealthy.filter.js';

const PING_LIMIT_MS = 300;
const NO_STORE = 'no-store';

/** What a client of Redis must do to be asked how it is. */
interface Pingable {
  ping(): Promise<unknown>;
}

/** For machines: is the process alive, may it get requests, and how are its parts. Terminus's own body. */
@ApiExcludeController()
@Public()
@Unlimited()
@UseFilters(UnhealthyFilter)
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly mongoose: MongooseHealthIndicator,
    private readonly draining: Draining,
    private readonly details: HealthDetails,
    @Inject(REDIS) private readonly redis: Pingable | null,
  ) {}

  /** 200 as long as the process answers at all, also while it stops. */
  @Get('live')
  @NotCached('tells of this moment')
  @Header('cache-control', NO_STORE)
  live(): HealthCheckResult {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  /** 503 without a database, and while the process stops; Redis is reported, never required. */
  @Get('ready')
  @NotCached('tells of this moment')
  @Header('cache-control', NO_STORE)
  ready(): Promise<HealthCheckResult> {
    return this.health.check(this.required());
  }

  /** As `ready`, with the details that rooms have registered. */
  @Get()
  @NotCached('tells of this moment')
  @Header('cache-control', NO_STORE)
  all(): Promise<HealthCheckResult> {
    const details = this.details.entries().map(([name, detail]) => async () => {
      const indicator = this.indicators.check(name);
      try {
        return indicator.up(await detail());
      } catch {
        return indicator.degraded('does not answer'); // shown, and no reason to be unhealthy
      }
    });
    return this.health.check([...this.required(), ...details]);
  }

  private required(): (() => Promise<HealthIndicatorResult>)[] {
    return [() => this.process(), () => this.database(), () => this.redisState()];
  }

  private async process(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('process');
    return this.draining.isDraining ? indicator.down('is stopping') : indicator.up();
  }

  // Neither gives the driver's own message: it names hosts.
  private async database(): Promise<HealthIndicatorResult> {
    const { database } = await this.mongoose.pingCheck('database', { timeout: PING_LIMIT_MS });
    const indicator = this.indicators.check('database');
    return database.status === 'up' ? indicator.up() : indicator.down('does not answer');
  }

  private async redisState(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('redis');
    const { redis } = this;
    if (redis === null) return indicator.up('not configured');
    const state = await indicator
      .attempt(() => redis.ping().then(() => undefined))
      .withTimeout(PING_LIMIT_MS);
    return state.redis.status === 'up' ? indicator.up() : indicator.degraded('does not answer');
  }
}
