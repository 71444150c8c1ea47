import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/errors.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import { LOGGER, type Logger } from '../../platform/logging/index.js';
import { SampleAdmin } from '../../platform/security/sample-admin.js';
import { TokenService } from '../../platform/security/token.service.js';
import type { SampleSessionAnswer } from './cache-admin.dto.js';
import { comesFromThisMachine, comesFromThisSite } from './request-place.js';

/**
 * Lets somebody in as the sample administrator without a password: outside production, where this process has the
 * samples in a database of its own, for a browser on the same machine, and for the service's own page only.
 */
@Injectable()
export class SampleSession {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly samples: SampleAdmin,
    private readonly tokens: TokenService,
  ) {}

  isOffered(request: FastifyRequest): boolean {
    return !this.config.production && this.samples.userId() !== null && comesFromThisMachine(request);
  }

  /** @throws DomainError `not_found` where it is not offered, `forbidden` for another site's request */
  open(request: FastifyRequest): SampleSessionAnswer {
    const userId = this.samples.userId();
    if (userId === null || !this.isOffered(request)) {
      throw new DomainError('not_found', 'not_found', 'There is nothing at this path.');
    }
    if (!comesFromThisSite(request)) {
      throw new DomainError('forbidden', 'other_site', 'Only the console’s own page may ask for this.');
    }
    this.logger.info({ userId, action: 'sample-session' }, 'cache administration');
    return {
      access_token: this.tokens.sign(userId),
      token_type: 'bearer',
      expires_in: this.tokens.ttlS,
      user_id: userId,
    };
  }
}
