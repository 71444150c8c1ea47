import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock, settled } from '../../test/support/manual-clock.js';
import { AccessRefused, DomainError } from '../kernel/errors.js';
import { assembleNode, type CacheNode, type NodeOptions } from './cache-node.js';
import type { Landing } from './coherence/flights.js';
import { scope } from './coherence/scope.js';
import { cacheStatus } from './outcome.js';
import type { ReadRequest } from './response-cache.js';
import type { Loaded } from './tiers/entry.js';
import { LruMemoryTier } from './tiers/memory.tier.js';

const OPTIONS: NodeOptions = {
  instanceId: 'one',
  enabled: true,
  l1: { enabled: true, maxBytes: 1_000_000, maxEntries: 100 },
  l2: { enabled: true, budgetMs: 50 },
  maxEntryBytes: 1_000,
  consistency: 'strict',
  ackWaitMs: 50,
  leaseMs: 1_000,
  pendingMs: 10_000,
  isolatedL1Ms: 1_000,
  staleIfErrorS: 100,
  loadBoundMs: 5_000,
};
const SCOPE = scope('thing', '1');
const TTL_MS = 60_000;

let clock: ManualClock;
let node: CacheNode;
let loads: ((result: string | Error) => void)[];

function boot(options: Partial<NodeOptions> = {}): void {
  clock = new ManualClock();
  const memory = new LruMemoryTier(OPTIONS.l1);
  const log = { info: () => undefined, warn: () => undefined };
  node = assembleNode({ ...OPTIONS, ...options }, memory, null, clock, log);
  loads = [];
}

beforeEach(() => boot());

const loaded = (text: string): Loaded => ({
  body: Buffer.from(text),
  etag: `"${text}"`,
  ownerId: 'owner',
  ttlMs: TTL_MS,
});

function request(over: Partial<ReadRequest> = {}): ReadRequest {
  return {
    key: 'thing:1:details',
    scope: SCOPE,
    fresh: false,
    judge: () => undefined,
    load: () =>
      new Promise((resolve, reject) =>
        loads.push((result) => (typeof result === 'string' ? resolve(loaded(result)) : reject(result))),
      ),
    ...over,
  };
}

const read = async (over: Partial<ReadRequest> = {}): Promise<Landing> => node.reads.read(request(over));
const text = ({ entry }: Landing): string => entry.body.toString();
const status = ({ outcome }: Landing): string => cacheStatus(outcome);

async function warm(body = 'first'): Promise<void> {
  const reading = read();
  await settled();
  loads.shift()?.(body);
  await reading;
}

describe('the read path of one process', () => {
  it('loads, then serves from memory without a promise, with the remaining lifetime and the age', async () => {
    await warm();
    await clock.advance(10_000);
    const hit = node.reads.read(request());
    expect(hit).not.toBeInstanceOf(Promise);
    expect(status(await hit)).toBe('inframind; hit; ttl=50; detail=l1');
    expect((await hit).outcome).toMatchObject({ ageMs: 10_000 });
  });

  it('does not serve what has expired', async () => {
    await warm();
    await clock.advance(TTL_MS);
    const reading = read();
    await settled();
    loads.shift()?.('second');
    expect(text(await reading)).toBe('second');
  });

  it('loads once for a hundred readers, and once for a burst on something missing', async () => {
    const readers = Array.from({ length: 100 }, () => read());
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.('one');
    const landings = await Promise.all(readers);
    expect(landings.filter((landing) => status(landing) === 'inframind; fwd=miss; collapsed')).toHaveLength(
      99,
    );

    const missing = Array.from({ length: 100 }, () => read({ key: 'thing:1:none' }));
    const ends = Promise.allSettled(missing);
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.(new DomainError('not_found', 'missing', 'It is not there.'));
    expect((await ends).filter((end) => end.status === 'rejected')).toHaveLength(100);
    const again = read({ key: 'thing:1:none' });
    await settled();
    expect(loads).toHaveLength(1); // what is missing is not stored
    loads.shift()?.('there now');
    expect(text(await again)).toBe('there now');
  });

  it('gives a reader who comes after a write what was read after it, and one load for all of those', async () => {
    const early = read();
    await settled();
    const write = await node.writes.begin([SCOPE]);
    await node.writes.commit(write);
    const late = Array.from({ length: 50 }, () => read());
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.('old');
    expect(text(await early)).toBe('old');
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.('new');
    expect(new Set((await Promise.all(late)).map(text))).toEqual(new Set(['new']));
    expect(text(await read())).toBe('new');
  });

  it('stores nothing while a write is pending, and again once it has ended', async () => {
    await warm('before');
    const write = await node.writes.begin([SCOPE]);
    for (const body of ['during', 'during still']) {
      const reading = read();
      await settled();
      loads.shift()?.(body);
      expect(status(await reading)).toBe('inframind; fwd=miss; detail=pending');
    }
    await node.writes.commit(write);
    await warm('after');
    expect(text(await read())).toBe('after');
  });

  it('keeps a write of unknown outcome pending until its deadline', async () => {
    await node.writes.begin([SCOPE]);
    await clock.advance(OPTIONS.pendingMs + 1);
    await warm('settled');
    expect(status(await read())).toMatch(/detail=l1$/);
  });

  it('reads anew for no-cache, stores it, and lets others have it', async () => {
    await warm('old');
    const fresh = read({ fresh: true });
    await settled();
    loads.shift()?.('new');
    expect(status(await fresh)).toBe('inframind; fwd=request; stored');
    expect(text(await read())).toBe('new');
  });

  it('says what is too large and what has no lifetime, and stores neither', async () => {
    const large = read();
    await settled();
    loads.shift()?.('x'.repeat(OPTIONS.maxEntryBytes + 1));
    expect(status(await large)).toBe('inframind; fwd=miss; detail=too-large');
    const brief = await read({ load: () => Promise.resolve({ ...loaded('brief'), ttlMs: 0 }) });
    expect(status(brief)).toBe('inframind; fwd=miss; detail=no-lifetime');
    expect(node.local.memory.state().entries).toBe(0);
  });

  it('refuses only-if-cached on a miss without loading, and does not disturb others', async () => {
    await expect(read({ onlyIfCached: true })).rejects.toMatchObject({ kind: 'not_cached' });
    expect(loads).toHaveLength(0);
    await warm();
    expect(text(await read({ onlyIfCached: true }))).toBe('first');
  });
});

describe('access', () => {
  const refuse = (): never => {
    throw new AccessRefused('not_found', 'refused', 'It is not there.', 'owner');
  };

  it('is judged on every hit', async () => {
    await warm();
    await expect(read({ judge: refuse })).rejects.toBeInstanceOf(AccessRefused);
  });

  it('refused looks like a miss to only-if-cached', async () => {
    await warm();
    await expect(read({ judge: refuse, onlyIfCached: true })).rejects.toMatchObject({ kind: 'not_cached' });
  });

  it('is judged for each who waited: the refusal of the one who loads is not the others’', async () => {
    const refused = read({
      judge: refuse,
      load: () =>
        new Promise((_, reject) =>
          loads.push(() => reject(new AccessRefused('forbidden', 'x', 'x', 'owner'))),
        ),
    });
    const others = [read(), read(), read({ judge: refuse })];
    const ends = Promise.allSettled([refused, ...others]);
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.('refused');
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.('seen');
    expect((await ends).map((end) => end.status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'rejected']);
  });

  it('is not refused for the others’ sake however many of them load before him', async () => {
    await node.writes.begin([SCOPE]); // a pending write closes each flight to those who come later
    const refused: Promise<unknown>[] = [];
    const comes = (): void => {
      const load = () =>
        new Promise<Loaded>((_, reject) =>
          loads.push(() => reject(new AccessRefused('forbidden', 'x', 'x', 'owner'))),
        );
      refused.push(read({ judge: refuse, load }).catch((error: unknown) => error));
    };
    comes();
    await settled();
    comes(); // waits for its turn, and the allowed one joins it
    const allowed = Promise.allSettled([read()]);
    for (let turn = 0; turn < 20; turn += 1) {
      if (turn < 10) comes();
      loads.shift()?.('seen');
      await settled();
    }
    expect(await allowed).toMatchObject([{ status: 'fulfilled' }]);
    expect((await Promise.all(refused)).every((error) => error instanceof AccessRefused)).toBe(true);
  });
});

describe('a failing database', () => {
  const down = new DomainError('unavailable', 'database_unavailable', 'The database does not answer.');

  async function readFailing(): Promise<Landing> {
    const reading = read();
    await settled();
    loads.shift()?.(down);
    return reading;
  }

  it('is stood in for by an expired entry, within the bound', async () => {
    await warm();
    await clock.advance(TTL_MS + 5_000);
    const landing = await readFailing();
    expect(text(landing)).toBe('first');
    expect(status(landing)).toBe('inframind; hit; ttl=-5; detail=stale-if-error');
    await clock.advance(OPTIONS.staleIfErrorS * 1000);
    await expect(readFailing()).rejects.toBe(down);
  });

  it('is never stood in for by what a write made stale', async () => {
    await warm();
    await node.writes.commit(await node.writes.begin([SCOPE]));
    await expect(readFailing()).rejects.toBe(down);
  });

  it('is not stood in for where it is switched off', async () => {
    boot({ staleIfErrorS: 0 });
    await warm();
    await clock.advance(TTL_MS + 1);
    await expect(readFailing()).rejects.toBe(down);
  });
});

describe('refresh ahead', () => {
  it('loads in the last tenth of the lifetime, in the background, once', async () => {
    await warm();
    await clock.advance(TTL_MS * 0.95);
    const hits = [await read({ refreshAhead: true }), await read({ refreshAhead: true })];
    expect(hits.map(text)).toEqual(['first', 'first']);
    await settled();
    expect(loads).toHaveLength(1);
    loads.shift()?.('second');
    await settled();
    expect(text(await read())).toBe('second');
    expect(status(await read())).toMatch(/ttl=60; detail=l1$/);
  });

  it('leaves the entry alone where the load fails', async () => {
    await warm();
    await clock.advance(TTL_MS * 0.95);
    await read({ refreshAhead: true });
    await settled();
    loads.shift()?.(new Error('down'));
    await settled();
    expect(text(await read())).toBe('first');
    expect(node.local.flights.count()).toBe(0);
  });
});
