import type { CachePolicy } from '../decorators/cache-policy.js';
import { MANAGER_PREFIX, managerScope } from '../manager/coherent-client.js';
import { type Scope, scope } from '../coherence/scope.js';

/** A key as its policy understands it. */
export interface ResolvedKey {
  /** The policy's name, or `cache_manager`. */
  readonly resource: string;
  readonly key: string;
  readonly scope: Scope;
}

/** What a variable of a pattern may stand for. */
const VARIABLE = '([\\w.@-]{1,100})';

/** The policy that makes keys like this one, and the key's scope: found by the patterns, never by scanning. */
export function resolveKey(policies: readonly CachePolicy[], key: string): ResolvedKey | null {
  if (key.startsWith(MANAGER_PREFIX)) {
    return { resource: 'cache_manager', key, scope: managerScope(key.slice(MANAGER_PREFIX.length)) };
  }
  for (const policy of policies) {
    const variables = match(policy.keyPattern, key);
    if (variables === null) continue;
    return { resource: policy.name, key, scope: scope(fill(policy.scopePattern, variables)) };
  }
  return null;
}

/** The variables of a text that has the form of the pattern; null for any other. */
export function match(pattern: string, key: string): ReadonlyMap<string, string> | null {
  const names: string[] = [];
  const source = pattern
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part);
      return VARIABLE;
    })
    .join('');
  const found = new RegExp(`^${source}$`).exec(key);
  return found === null ? null : new Map(names.map((name, i) => [name, found[i + 1] ?? '']));
}

function fill(pattern: string, variables: ReadonlyMap<string, string>): string {
  return pattern.replace(/\{\w+\}/g, (name) => variables.get(name) ?? name);
}
