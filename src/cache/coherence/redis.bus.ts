import { Cluster, Redis } from 'ioredis';
import { ownerIdentity, serverIdentity } from '../tiers/redis-identity.js';
import { RedisScript } from '../tiers/redis-script.js';
import { ANNOUNCE, HEARTBEAT, PUBLISH } from '../tiers/redis-scripts.js';
import { TierUnavailable } from '../tiers/shared-tier.port.js';
import type { Announced, Bus, Member, Subscription } from './bus.port.js';
import { onShardLost, subscribeAtOwner } from './sharded-subscription.js';

const publishScript = new RedisScript(PUBLISH);
const announceScript = new RedisScript(ANNOUNCE);
const heartbeatScript = new RedisScript(HEARTBEAT);

/**
 * The bus over Redis's publish and subscribe: one connection to speak, one to listen. On a cluster it is a sharded
 * channel, and the listener is connected to the node that owns its slot.
 */
export class RedisBus implements Bus {
  private readonly channel: string;
  private readonly inbox: string;
  private readonly members: string;
  private readonly publishCommand: 'PUBLISH' | 'SPUBLISH';
  private readonly messageListeners: ((message: string) => void)[] = [];
  private readonly subscriptionListeners: ((subscription: Subscription) => void)[] = [];
  private connection = 0;
  private confirmed = false;

  constructor(
    private readonly speaker: Redis | Cluster,
    private readonly listener: Redis,
    private readonly prefix: string,
    instanceId: string,
  ) {
    this.publishCommand = speaker instanceof Cluster ? 'SPUBLISH' : 'PUBLISH';
    // One hash tag: on a cluster all of it belongs to one node.
    this.channel = `${prefix}:{bus}`;
    this.inbox = this.inboxOf(instanceId);
    this.members = `${prefix}:members:{bus}`;
    this.listen();
  }

  async publish(message: string): Promise<void> {
    await this.speak(() => this.publishTo(this.channel, message));
  }

  async announce(message: string): Promise<Announced> {
    const reply = await this.speak(() =>
      announceScript.run(this.speaker, [this.members, this.channel], [message, this.publishCommand]),
    );
    const [server, ...flat] = Array.isArray(reply) ? reply : [];
    const members: Member[] = [];
    for (let i = 0; i + 1 < flat.length; i += 2)
      members.push({ id: String(flat[i]), remainingMs: Number(flat[i + 1]) });
    return { server: String(server), members };
  }

  async heartbeat(memberId: string, membershipMs: number, message: string): Promise<void> {
    const args = [message, this.publishCommand, memberId, membershipMs];
    await this.speak(() => heartbeatScript.run(this.speaker, [this.members, this.channel], args));
  }

  async send(memberId: string, message: string): Promise<void> {
    await this.speak(() => this.publishTo(this.inboxOf(memberId), message));
  }

  async leave(memberId: string): Promise<void> {
    await this.speak(() => this.speaker.zrem(this.members, memberId));
  }

  async server(): Promise<string | null> {
    const { speaker } = this;
    const identity =
      speaker instanceof Cluster ? ownerIdentity(speaker, this.channel) : serverIdentity(speaker);
    return identity.catch(() => null);
  }

  onMessage(listener: (message: string) => void): void {
    this.messageListeners.push(listener);
  }

  onSubscription(listener: (subscription: Subscription) => void): void {
    this.subscriptionListeners.push(listener);
  }

  resubscribe(): void {
    this.listener.disconnect(true);
  }

  private listen(): void {
    const hear = (_: string, message: string): void => {
      for (const listener of this.messageListeners) listener(message);
    };
    this.listener.on('message', hear);
    this.listener.on('smessage', hear);
    if (this.speaker instanceof Cluster) onShardLost(this.listener, () => this.resubscribe());
    this.listener.on('ready', () => this.subscribe());
    this.listener.on('close', () => {
      this.connection += 1;
      if (this.confirmed) this.tell({ kind: 'lost' });
    });
    if (this.listener.status === 'ready') this.subscribe();
  }

  /** Subscribes on the new connection; only its confirmation counts, and only while it is the same connection [13]. */
  private subscribe(): void {
    const mine = ++this.connection;
    this.confirmation().then(
      (server) => {
        if (mine !== this.connection) return;
        if (server === null) this.resubscribe();
        else this.tell({ kind: 'confirmed', server });
      },
      () => {
        if (mine === this.connection) this.resubscribe();
      },
    );
  }

  /** Subscribes; the identity of the server that has confirmed it. */
  private async confirmation(): Promise<string | null> {
    const channels = [this.channel, this.inbox] as const;
    if (!(this.speaker instanceof Cluster)) {
      await this.listener.subscribe(...channels);
      return this.server();
    }
    const subscribedAt = await subscribeAtOwner(this.listener, channels);
    return (await this.server()) === subscribedAt ? subscribedAt : null; // null: we speak to another owner
  }

  private tell(subscription: Subscription): void {
    this.confirmed = subscription.kind === 'confirmed';
    for (const listener of this.subscriptionListeners) listener(subscription);
  }

  private inboxOf(memberId: string): string {
    return `${this.prefix}:inbox:{bus}:${memberId}`;
  }

  private async publishTo(channel: string, message: string): Promise<void> {
    await publishScript.run(this.speaker, [channel], [message, this.publishCommand]);
  }

  private async speak<Result>(say: () => Promise<Result>): Promise<Result> {
    try {
      return await say();
    } catch (error) {
      throw new TierUnavailable('the bus did not answer', error);
    }
  }
}
