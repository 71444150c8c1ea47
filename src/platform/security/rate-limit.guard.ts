import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { WithCaller } from './access.decorators.js';
import { originOf } from './request-origin.js';
import { RequestRate } from './request-rate.js';

const UNLIMITED = 'inframind:unlimited';

/** Not counted: for probes, which must be answered however busy the address behind which they sit is. */
export const Unlimited = () => SetMetadata(UNLIMITED, true);

/** Counts each request for its user, or for its address where it has none. Stands behind the token guard. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly rate: RequestRate) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<WithCaller & { readonly ip: string }>();
    if (request.caller !== undefined) this.rate.count(request.caller.userId);
    else if (!isUnlimited(context)) this.rate.count(originOf(request.ip));
    return true;
  }
}

function isUnlimited(context: ExecutionContext): boolean {
  return [context.getHandler(), context.getClass()].some(
    (target) => Reflect.getMetadata(UNLIMITED, target) === true,
  );
}
