import { Injectable } from '@nestjs/common';
import { type Outcome, outcomeLabel } from './outcome.js';

/** Counts outcomes by resource: bounded labels, no keys. */
@Injectable()
export class OutcomeRecorder {
  private readonly counts = new Map<string, Map<string, number>>();

  record(resource: string, outcome: Outcome): void {
    let ofResource = this.counts.get(resource);
    if (ofResource === undefined) this.counts.set(resource, (ofResource = new Map()));
    const label = outcomeLabel(outcome);
    ofResource.set(label, (ofResource.get(label) ?? 0) + 1);
  }

  /** Resource -> outcome -> how often since the start. */
  snapshot(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries(
      [...this.counts].map(([resource, counts]) => [resource, Object.fromEntries(counts)]),
    );
  }
}
