/** A process that is a member, and how long its lease may still run at most, by the bus server's clock. */
export interface Member {
  readonly id: string;
  readonly remainingMs: number;
}

/** What an announcement met. */
export interface Announced {
  /** The identity of the server that it passed through. */
  readonly server: string;
  /** As that server knows them. */
  readonly members: readonly Member[];
}

/** The subscription was confirmed by this server, or was lost. */
export type Subscription =
  { readonly kind: 'confirmed'; readonly server: string } | { readonly kind: 'lost' };

/**
 * What the protocol asks of the bus: one ordered channel to every process, and the list of members on the same
 * server. All reject with {@link TierUnavailable} where the server does not answer.
 */
export interface Bus {
  publish(message: string): Promise<void>;
  /** Publishes, then reads the members, in this order (coherence.md [8]). */
  announce(message: string): Promise<Announced>;
  /** Renews the membership for `membershipMs`, then publishes on the channel of the announcements [28]. */
  heartbeat(memberId: string, membershipMs: number, message: string): Promise<void>;
  /** To one process alone; unordered. */
  send(memberId: string, message: string): Promise<void>;
  leave(memberId: string): Promise<void>;
  /** The identity of the server behind the bus; null while there is none. */
  server(): Promise<string | null>;
  onMessage(listener: (message: string) => void): void;
  onSubscription(listener: (subscription: Subscription) => void): void;
  /** Drops the subscription's connection and makes it anew: it was found to be deaf. */
  resubscribe(): void;
}
