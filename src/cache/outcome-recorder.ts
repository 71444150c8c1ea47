import { Injectable } from '@nestjs/common';
import { type Outcome, type OutcomeDetail, outcomeLabel } from './outcome.js';

/** How often an outcome was that of a resource's reads. */
export interface CountedOutcome {
  readonly resource: string;
  readonly outcome: string;
  /** Why nothing was stored, or asked of the tiers; null where there is nothing to say. */
  readonly detail: OutcomeDetail | null;
  readonly count: number;
}

/** Counts outcomes by resource: bounded labels, no keys. */
@Injectable()
export class OutcomeRecorder {
  private readonly resources = new Map<
    string,
    Map<string, { -readonly [Name in keyof CountedOutcome]: CountedOutcome[Name] }>
  >();

  record(resource: string, outcome: Outcome): void {
    let ofResource = this.resources.get(resource);
    if (ofResource === undefined) this.resources.set(resource, (ofResource = new Map()));
    const label = outcomeLabel(outcome);
    const detail = outcome.kind === 'hit' ? null : outcome.detail;
    const name = detail === null ? label : `${label} ${detail}`;
    const counted = ofResource.get(name);
    if (counted === undefined) ofResource.set(name, { resource, outcome: label, detail, count: 1 });
    else counted.count += 1;
  }

  /** All that was counted since the start. */
  counted(): readonly CountedOutcome[] {
    return [...this.resources.values()].flatMap((ofResource) => [...ofResource.values()]);
  }

  /** Resource -> outcome -> how often since the start. */
  snapshot(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const snapshot: Record<string, Record<string, number>> = {};
    for (const { resource, outcome, count } of this.counted()) {
      const ofResource = (snapshot[resource] ??= {});
      ofResource[outcome] = (ofResource[outcome] ?? 0) + count;
    }
    return snapshot;
  }
}
