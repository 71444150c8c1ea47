import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type DomainEvent, DomainEvents, type WriteListener, type WritePart } from '../../events/index.js';
import { CACHE_NODE } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { Scope } from '../coherence/scope.js';
import type { StaleRules } from '../decorators/cache-policy.js';
import { RoutePolicies } from '../http/route-policies.js';
import { WriteJournal } from '../telemetry/write-journal.js';

/**
 * Listens to domain events and begins and commits the scopes that they make stale. Which those are is stated in the
 * features' policies; a write names its event and never the cache.
 */
@Injectable()
export class InvalidationService implements WriteListener, OnApplicationBootstrap {
  private readonly rules: StaleRules[] = [];

  constructor(
    events: DomainEvents,
    private readonly routes: RoutePolicies,
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    private readonly journal: WriteJournal,
  ) {
    events.join(this);
  }

  onApplicationBootstrap(): void {
    for (const policy of this.routes.all()) this.register(policy.staleBy);
  }

  /** For what is cached and is no route's answer. */
  register(rules: StaleRules): void {
    this.rules.push(rules);
  }

  /** The scopes that the event makes stale, each once. */
  scopesOf(event: DomainEvent): readonly Scope[] {
    const scopes = new Set<Scope>();
    for (const rules of this.rules) {
      // The rule under an event's type takes that event: a link that the compiler cannot follow through a union.
      const rule = rules[event.type] as ((event: DomainEvent) => readonly Scope[]) | undefined;
      for (const scope of rule?.(event) ?? []) scopes.add(scope);
    }
    return [...scopes];
  }

  async begin(events: readonly DomainEvent[]): Promise<WritePart> {
    const scopes = [...new Set(events.flatMap((event) => this.scopesOf(event)))];
    const deletes = events.every(({ type }) => type.endsWith('.deleted'));
    const entry = this.journal.enter(
      events.map(({ type }) => type),
      scopes,
    );
    const write = await this.node.writes.begin(scopes, deletes);
    entry.begun();
    return {
      write,
      end: async (outcome) => {
        entry.written();
        // What may still take effect stays pending until its deadline [25].
        if (outcome !== 'unknown') await this.node.writes.commit(write, outcome);
        entry.ended(outcome);
      },
    };
  }
}
