/** Why an answer was not stored, or not asked of the tiers; the `detail` of `Cache-Status`. */
export type OutcomeDetail =
  | 'pending'
  | 'quarantine'
  | 'too-large'
  | 'l2-unavailable'
  | 'superseded' // a write came while it was loading
  | 'disabled'
  | 'no-lifetime';

/** What happened to one request, as one value: header, metric, log and console all read this. */
export type Outcome =
  | {
      readonly kind: 'hit';
      readonly tier: 'l1' | 'l2' | 'stale-if-error';
      readonly ttlMs: number;
      readonly ageMs: number;
    }
  | {
      readonly kind: 'miss';
      /** `miss`: nothing was there; `request`: the client asked for a fresh read. */
      readonly forward: 'miss' | 'request';
      readonly stored: boolean;
      /** Answered by the load of another request. */
      readonly collapsed: boolean;
      readonly detail: OutcomeDetail | null;
    }
  | { readonly kind: 'bypass'; readonly detail: 'disabled' | null };

/** `Cache-Status` (RFC 9211) of an outcome. */
export function cacheStatus(outcome: Outcome): string {
  return `inframind; ${parameters(outcome)}`;
}

/** The outcome as a bounded label for metrics and logs. */
export function outcomeLabel(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'hit':
      return `hit-${outcome.tier}`;
    case 'miss':
      return outcome.collapsed ? 'collapsed' : outcome.forward;
    case 'bypass':
      return 'bypass';
  }
}

function parameters(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'hit': {
      // RFC 9211, 2.4: negative where the answer is stale.
      return `hit; ttl=${Math.floor(outcome.ttlMs / 1000)}; detail=${outcome.tier}`;
    }
    case 'miss': {
      const parts = [`fwd=${outcome.forward}`];
      if (outcome.collapsed) parts.push('collapsed');
      else if (outcome.stored) parts.push('stored');
      if (outcome.detail !== null) parts.push(`detail=${outcome.detail}`);
      return parts.join('; ');
    }
    case 'bypass':
      return outcome.detail === null ? 'fwd=bypass' : `fwd=bypass; detail=${outcome.detail}`;
  }
}
