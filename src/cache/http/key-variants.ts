import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { CachePolicy, KeyVariant } from '../decorators/cache-policy.js';

/** Finds what a policy's key depends on besides the request, in this application. */
@Injectable()
export class KeyVariants {
  private readonly known = new Map<CachePolicy, KeyVariant>();

  constructor(private readonly modules: ModuleRef) {}

  /** Its current word; empty where the policy names none. */
  of(policy: CachePolicy): string | Promise<string> {
    if (policy.variant === undefined) return '';
    let source = this.known.get(policy);
    if (source === undefined) {
      source = this.modules.get<KeyVariant>(policy.variant, { strict: false });
      this.known.set(policy, source);
    }
    return source.current();
  }
}
