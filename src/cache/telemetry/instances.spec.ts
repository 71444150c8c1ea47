import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../test/support/manual-clock.js';
import type { InstanceStatus } from './instance-status.js';
import { Instances } from './instances.js';

const status = (name: string): InstanceStatus => ({
  instance_id: name,
  mode: 'available',
  enabled: true,
  stopping: false,
  uptime_s: 1,
  lease: true,
  bus_delay_ms: 1,
  epoch: 'epoch',
  quarantine_ms: 0,
  in_debt: false,
  l1: { enabled: true, entries: 0, bytes: 0, max_bytes: 1, max_entries: 1 },
  l2: { enabled: true, usable: true, circuit: 'closed' },
  reads_per_second: { l1: 0, l2: 0, shared: 0, stale: 0, database: 0 },
});

function setUp() {
  const clock = new ManualClock();
  const instances = new Instances('one', clock);
  const states = () =>
    instances.list(status('one')).map(({ status: { instance_id: id }, state }) => `${id} ${state}`);
  return { clock, instances, states };
}

describe('who is there', () => {
  it('is this instance alone where nobody else is heard', () => {
    const { states } = setUp();
    expect(states()).toEqual(['one up']);
  });

  it('is this instance first and the others by name, and never itself twice', () => {
    const { instances, states } = setUp();
    instances.hear(
      'heard',
      ['three', 'one', 'two'].map((name) => ({ status: status(name), silentMs: 0 })),
    );
    expect(states()).toEqual(['one up', 'three up', 'two up']);
  });

  it('loses an instance that is silent for longer than two beats and a half', () => {
    const { instances, states } = setUp();
    instances.hear('heard', [{ status: status('two'), silentMs: 1_250 }]);
    expect(states()).toEqual(['one up', 'two up']);
    instances.hear('heard', [{ status: status('two'), silentMs: 1_251 }]);
    expect(states()).toEqual(['one up', 'two gone']);
  });

  it('is not changed by one call that failed', async () => {
    const { clock, instances, states } = setUp();
    instances.hear('heard', [{ status: status('two'), silentMs: 500 }]);
    await clock.advance(1_000);
    instances.hear('unreachable', undefined);
    expect(states()).toEqual(['one up', 'two up']);
    expect(instances.others()).toBe('heard');
  });

  it('says nothing of the others’ health when Redis does not answer', async () => {
    const { clock, instances, states } = setUp();
    instances.hear('heard', [{ status: status('two'), silentMs: 0 }]);
    await clock.advance(2_000);
    instances.hear('unreachable', undefined);
    expect(states()).toEqual(['one up', 'two unknown']);
    expect(instances.others()).toBe('unreachable');
  });
});
