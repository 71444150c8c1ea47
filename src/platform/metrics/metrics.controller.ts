import { Controller, Get, Header, Headers, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DomainError } from '../../kernel/errors.js';
import { type Config, CONFIG } from '../config/index.js';
import { NotCached } from '../http/not-cached.decorator.js';
import { Public } from '../security/access.decorators.js';
import { Unlimited } from '../security/rate-limit.guard.js';
import { Metrics, METRICS_TYPE } from './metrics.js';

/** What proxies write into requests that they pass on. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const;

/**
 * For Prometheus, which asks each instance directly. There is nothing of anybody in it; all the same the world behind the
 * proxy need not know how busy we are: in production what a proxy passed on finds nothing here.
 */
@ApiExcludeController()
@Public()
@Unlimited()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @NotCached('tells of this moment and this instance')
  @Header('content-type', METRICS_TYPE)
  @Header('cache-control', 'no-store')
  read(@Headers() headers: Readonly<Record<string, unknown>>): Promise<string> {
    if (this.config.production && FORWARDED.some((name) => name in headers)) {
      throw new DomainError('not_found', 'not_found', 'There is nothing at this path.');
    }
    return this.metrics.text();
  }
}
