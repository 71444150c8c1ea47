import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { CachePolicy } from '../decorators/cache-policy.js';
import type { KeyVersion } from '../decorators/key-version.js';

/** Puts the version that a policy names behind its keys. */
@Injectable()
export class KeyVersions {
  private readonly known = new Map<CachePolicy, KeyVersion>();

  constructor(private readonly modules: ModuleRef) {}

  /** The key of this moment; a promise only where the version is one. */
  complete(policy: CachePolicy, key: string): string | Promise<string> {
    if (policy.version === undefined) return key;
    const version = this.of(policy, policy.version).currentVersion();
    return typeof version === 'number'
      ? `${key}:${version}`
      : version.then((announced) => `${key}:${announced}`);
  }

  private of(policy: CachePolicy, token: NonNullable<CachePolicy['version']>): KeyVersion {
    let version = this.known.get(policy);
    if (version === undefined) {
      version = this.modules.get(token, { strict: false });
      this.known.set(policy, version);
    }
    return version;
  }
}
