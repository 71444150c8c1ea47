import type { Clock } from '../../kernel/clock.js';
import type { HeardInstance } from './instance-roll.js';
import type { InstanceStatus } from './instance-status.js';

/** `none`: there is no Redis, and nobody else; `unreachable`: Redis does not answer, nothing is known of the others. */
export type OthersHeard = 'none' | 'heard' | 'unreachable';

/** An instance and what is known of it: `gone` is silent, of an `unknown` one nothing can be heard. */
export interface Instance {
  readonly status: InstanceStatus;
  readonly state: 'up' | 'gone' | 'unknown';
  /** This process. */
  readonly own: boolean;
  /** How long it has said nothing, in ms; 0 of one that is up. */
  readonly silentMs: number;
}

/**
 * Silence, in ms, after which an instance counts as gone: two beats and a half, so that with the beat in which it is
 * noticed less than two seconds pass.
 */
const GONE_AFTER_MS = 1_250;

/** Who is there, as this process knows it. */
export class Instances {
  private heard: readonly HeardInstance[] = [];
  private heardAtMs: number;
  private way: OthersHeard = 'none';

  constructor(
    private readonly ownId: string,
    private readonly clock: Clock,
  ) {
    this.heardAtMs = clock.nowMs();
  }

  /**
   * @param instances what was heard just now; undefined: nothing. One call that failed says little: what was heard holds
   *   for as long as an instance may be silent.
   */
  hear(way: OthersHeard, instances: readonly HeardInstance[] | undefined): void {
    if (instances !== undefined) {
      this.heard = instances;
      this.heardAtMs = this.clock.nowMs();
    } else if (way === 'unreachable' && this.isRecent()) return;
    this.way = way;
  }

  others(): OthersHeard {
    return this.way;
  }

  /** This process first, then the others by name. */
  list(own: InstanceStatus): readonly Instance[] {
    const sinceMs = this.isRecent() ? 0 : this.clock.nowMs() - this.heardAtMs;
    const others = this.heard
      .filter(({ status }) => status.instance_id !== this.ownId)
      .map(({ status, silentMs }) => this.judge(status, silentMs + sinceMs))
      .toSorted((one, other) => one.status.instance_id.localeCompare(other.status.instance_id));
    return [{ status: own, state: 'up', own: true, silentMs: 0 }, ...others];
  }

  private isRecent(): boolean {
    return this.clock.nowMs() - this.heardAtMs <= GONE_AFTER_MS;
  }

  private judge(status: InstanceStatus, silentMs: number): Instance {
    if (silentMs <= GONE_AFTER_MS) return { status, state: 'up', own: false, silentMs: 0 };
    const state = this.way === 'heard' ? 'gone' : 'unknown';
    return { status, state, own: false, silentMs };
  }
}
