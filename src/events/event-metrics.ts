import { Inject, Injectable, Optional } from '@nestjs/common';
import { Metrics } from '../platform/metrics/metrics.js';
import { DomainEvents, type WriteListener, type WriteOutcome, type WritePart } from './domain-events.js';
import type { DomainEvent, DomainEventType } from './events.js';

/** Counts domain events by type and by how their write ended. */
@Injectable()
export class EventMetrics implements WriteListener {
  private readonly counts = new Map<DomainEventType, Map<WriteOutcome, number>>();

  constructor(
    events: DomainEvents,
    // The union leaves no class in the metadata: without the token nothing would be injected, in silence.
    @Optional() @Inject(Metrics) metrics: Metrics | undefined,
  ) {
    if (metrics === undefined) return;
    events.join(this);
    const metric = {
      name: 'domain_events_total',
      help: 'Announced writes, by what they did and how they ended.',
      labels: ['type', 'outcome'],
    };
    metrics.counters(metric, () => this.reading());
  }

  begin(events: readonly DomainEvent[]): WritePart {
    return {
      end: (outcome) => {
        for (const { type } of events) this.count(type, outcome);
      },
    };
  }

  private count(type: DomainEventType, outcome: WriteOutcome): void {
    let ofType = this.counts.get(type);
    if (ofType === undefined) this.counts.set(type, (ofType = new Map()));
    ofType.set(outcome, (ofType.get(outcome) ?? 0) + 1);
  }

  private *reading() {
    for (const [type, ofType] of this.counts) {
      for (const [outcome, count] of ofType) yield [{ type, outcome }, count] as const;
    }
  }
}
