import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import type { WithCaller } from '../../platform/security/access.decorators.js';
import { isAtLeast } from '../../platform/security/roles.js';

/** In production the demo is for administrators, whatever a route allows elsewhere. Stands behind the token guard. */
@Injectable()
export class AdminsInProduction implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<WithCaller>();
    if (!this.config.production || (caller !== undefined && isAtLeast(caller.role, 'admin'))) return true;
    throw new DomainError('forbidden', 'role_too_low', 'In production this is for administrators only.');
  }
}
