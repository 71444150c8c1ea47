import type { Patch } from './build.mjs';

/** One rule of coherence.md switched off, by a change of the text of a copy of the code. */
export interface Mutation {
  readonly rule: string;
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Which scenarios are played to find it, as `mode: name`. */
  readonly scenarios: readonly string[];
  /** Why no single change will do, or where the change had to be made. */
  readonly note?: string;
}

const READS = 'src/cache/response-cache.ts';
const MEMORY = 'src/cache/memory-reads.ts';
const READER = 'src/cache/tiers/shared-reader.ts';
const LOCAL = 'src/cache/coherence/local-state.ts';
const WRITES = 'src/cache/coherence/writes.ts';
const LEASE = 'src/cache/coherence/lease.ts';
const EPOCHS = 'src/cache/coherence/epoch-keeper.ts';
const STEPS = 'test/simulation/world/redis-steps.ts';
const SERVER = 'test/simulation/world/redis-server.ts';
const BUS = 'test/simulation/world/sim-bus.ts';
const REDIS = 'test/simulation/world/sim-redis.ts';
const CLIENTS = 'test/simulation/clients.ts';

const IN_REDIS =
  'a script of Redis: changed in the simulated server; the contract suite holds the two together';
const STORE_CHECK: Patch = {
  file: STEPS,
  find: '  if (server.pendingCount(pendingKey(epoch, scope)) > 0) return refused;\n',
  replace: '',
};

const SLOW = 'strict: slow ways';
const EVICTIONS = 'strict: evictions and lost writes';
const LEASES = 'strict: leases run out';
const SUBSCRIPTIONS = 'strict: subscriptions are lost';
const NEW_EPOCHS = 'strict: new epochs';
const FAILOVERS = 'strict: failovers';
const UNHEARD = 'strict: a member does not hear';
const WITHIN = 'strict: a subscription is lost within a write';
const LATE_MEMBER = 'strict: a member is late';
const SLOW_BEGIN = 'strict: a begin is slow';
const LOADERS = 'strict: late loaders';
const REPEATED = 'strict: a begin is repeated';
const OLD_UNHEARD = 'strict: a member in an epoch renewed long ago does not hear';
const BACK = 'strict: a member comes back';
const NO_L2 = 'strict: a member without L2';
const OLD_EPOCH = 'strict: an epoch renewed long ago';
const BUS_FAILOVER = 'strict: the bus fails over';
const LATE = 'strict: late database writes';
const NO_REDIS = 'available: without Redis';

export const MUTATIONS: readonly Mutation[] = [
  {
    rule: '1',
    name: 'a generation is a counter',
    note: IN_REDIS,
    scenarios: [EVICTIONS],
    patches: [
      {
        file: STEPS,
        find: '    generation = request.freshGeneration;\n',
        replace: "    generation = '1';\n",
      },
      {
        file: STEPS,
        find: '  const value = server.freshGeneration();\n',
        replace: '  const value = String(Number(server.live(server.generations, name)?.value ?? 0) + 1);\n',
      },
    ],
  },
  {
    rule: '2',
    name: 'Redis may evict pending writes',
    note: 'a setting of Redis: changed in the simulated server',
    scenarios: [EVICTIONS],
    patches: [
      {
        file: SERVER,
        find: '    return evictions;\n',
        replace:
          '    for (const key of this.pending.keys()) evictions.push(() => this.pending.delete(key));\n    return evictions;\n',
      },
    ],
  },
  {
    rule: '3',
    name: 'an invalidation leaves flights as they are',
    scenarios: [SLOW_BEGIN],
    patches: [{ file: LOCAL, find: '    this.flights.detach(scope);\n', replace: '' }],
  },
  {
    rule: '4',
    name: 'a flight is joined without a lease',
    scenarios: [UNHEARD],
    patches: [
      {
        file: READS,
        find: 'return !this.options.strict || this.memory.hearsEverything(); // [4]',
        replace: 'return true;',
      },
    ],
  },
  {
    rule: '5',
    name: 'a flight that noted a pending write stays open',
    scenarios: [SLOW],
    patches: [{ file: READS, find: 'if (!noted.state.storable) flight.closed = true;', replace: '' }],
  },
  {
    rule: '5',
    name: 'a flight is closed by hearsay',
    scenarios: [WITHIN],
    patches: [
      {
        file: READS,
        find: 'if (!noted.state.storable) flight.closed = true;',
        replace: 'flight.closed = this.local.pending.isPending(flight.scope);',
      },
    ],
  },
  {
    rule: '6',
    name: 'pending is looked at before the generation is made',
    note: `${IN_REDIS}; implemented twice: the store looks at pending again`,
    scenarios: [EVICTIONS],
    patches: [
      {
        file: REDIS,
        find: "this.connection.call('look', request.key, (server) => steps.look(server, request, !this.clustered)),",
        replace: `this.connection
        .call('peek', request.key, (server) => {
          const { epoch, scope } = request;
          return server.generations.has(\`\${epoch.id}:g:{\${scope}}\`)
            ? null
            : server.pendingCount(\`\${epoch.id}:p:{\${scope}}\`) > 0;
        })
        .then((earlier) =>
          this.connection.call('look', request.key, (server) => {
            const seen = steps.look(server, request, !this.clustered);
            return seen.kind === 'look' && earlier !== null ? { ...seen, pending: earlier } : seen;
          }),
        ),`,
      },
      STORE_CHECK,
    ],
  },
  {
    rule: '7',
    name: 'the generation is noted after the database read',
    scenarios: [SLOW, LEASES],
    patches: [
      {
        file: READS,
        find: 'return this.land(flight, request, noted.state, loaded, loadedAtMs);',
        replace: `const late = await this.note(flight, { ...request, fresh: true });
    return this.land(flight, request, late.state ?? noted.state, loaded, loadedAtMs);`,
      },
    ],
  },
  {
    rule: '8',
    name: 'the members are read before the announcement',
    note: IN_REDIS,
    scenarios: [BACK],
    patches: [
      {
        file: BUS,
        find: `    return this.speaker.call('announce', '', (server) => {
      server.publish(CHANNEL, message);
      return { server: server.identity, members: steps.members(server) };
    });`,
        replace: `    return this.speaker
      .call('members', '', (server) => steps.members(server))
      .then((members) =>
        this.speaker.call('announce', '', (server) => {
          server.publish(CHANNEL, message);
          return { server: server.identity, members };
        }),
      );`,
      },
    ],
  },
  {
    rule: '9',
    name: 'the writer empties its own process before the script',
    note: 'implemented twice: what is known to be pending fills no L1, so that knowledge is taken away too',
    scenarios: [SLOW],
    patches: [
      {
        file: WRITES,
        find: 'this.local.begin(scopes, writeId, deadlineMs, deletes); // after the script, before the database write [9]',
        replace: '',
      },
      {
        file: WRITES,
        find: '    const budget = cluster.guard.budget(this.budgetMs());\n    for (let tries',
        replace:
          '    for (const scope of scopes) this.local.invalidate(scope);\n    const budget = cluster.guard.budget(this.budgetMs());\n    for (let tries',
      },
    ],
  },
  {
    rule: '10',
    name: 'an acknowledgement names the write, not the attempt',
    scenarios: [REPEATED],
    patches: [
      { file: WRITES, find: 'const attemptId = randomId();', replace: 'const attemptId = begin.writeId;' },
    ],
  },
  {
    rule: '11',
    name: 'the epoch is not looked at again after the begin',
    scenarios: [OLD_EPOCH],
    patches: [
      { file: WRITES, find: 'if (record?.id !== begin.epoch.id) {', replace: 'if (record === null) {' },
    ],
  },
  {
    rule: '12',
    name: 'a database write takes effect after its deadline',
    note: 'the fence stands in the filters of the repositories: taken out of the simulated client',
    scenarios: [LATE],
    patches: [{ file: CLIENTS, find: 'leftMs * FENCE_SHARE;', replace: 'leftMs * FENCE_SHARE * 1e6;' }],
  },
  {
    rule: '13',
    name: 'a new subscription empties nothing',
    scenarios: [SUBSCRIPTIONS],
    patches: [
      {
        file: LEASE,
        find: '    this.local.empty();\n    this.local.pending.forget();\n',
        replace: '    this.local.pending.forget();\n',
      },
    ],
  },
  {
    rule: '13',
    name: 'it empties before it is confirmed',
    scenarios: [SUBSCRIPTIONS],
    patches: [
      { file: LEASE, find: '    this.local.empty();\n    this.local.pending.forget();\n', replace: '' },
      {
        file: LEASE,
        find: 'else this.onLost();',
        replace: 'else { this.onLost(); this.local.empty(); this.local.pending.forget(); }',
      },
    ],
  },
  {
    rule: '14',
    name: 'it empties L1 and leaves flights as they are',
    scenarios: [WITHIN],
    patches: [
      { file: LEASE, find: '    this.local.empty();\n', replace: '    this.local.memory.clear();\n' },
    ],
  },
  {
    rule: '15',
    name: 'a reader trusts the epoch that it remembers',
    note: IN_REDIS,
    scenarios: [OLD_UNHEARD],
    patches: [
      {
        file: STEPS,
        find: '  if (server.epoch?.id !== epoch.id) return true;',
        replace: '  if (withClear) return false;\n  if (server.epoch?.id !== epoch.id) return true;',
      },
    ],
  },
  {
    rule: '16',
    name: 'a new epoch has no quarantine',
    scenarios: [NEW_EPOCHS, FAILOVERS],
    patches: [
      {
        file: SERVER,
        find: 'return epoch === null ? 0 : Math.max(0, epoch.quarantineMs - (this.nowMs() - epoch.bornMs));',
        replace: 'return epoch === null ? 0 : 0;',
      },
    ],
  },
  {
    rule: '16',
    name: 'an epoch renewed for a debt has no quarantine',
    scenarios: [NO_REDIS],
    patches: [{ file: EPOCHS, find: 'quarantineMs: this.options.pendingMs,', replace: 'quarantineMs: 0,' }],
  },
  {
    rule: '17',
    name: 'nobody waits for the leases of before a failover',
    scenarios: [FAILOVERS],
    patches: [
      {
        file: WRITES,
        find: 'if (strict && oldLeasesMs > 0) await this.pause(oldLeasesMs);',
        replace: '',
      },
    ],
  },
  {
    rule: '17',
    name: 'whatever server the bus is now counts as the epoch’s',
    scenarios: [BUS_FAILOVER],
    patches: [
      { file: WRITES, find: 'if (record.busServer !== told.server)', replace: 'if (told.server === null)' },
    ],
  },
  {
    rule: '18',
    name: 'the debt is noted after the database write',
    scenarios: [NO_REDIS],
    patches: [
      {
        file: WRITES,
        find: '      cluster.epochs.owe(); // before the database write, never after [18]\n',
        replace: '',
      },
      {
        file: WRITES,
        find: '    if (cluster !== null && write.epoch !== null) {',
        replace: `    if (cluster !== null && write.epoch === null) cluster.epochs.owe();
    if (cluster !== null && write.epoch !== null) {`,
      },
    ],
  },
  {
    rule: '20',
    name: 'what was read while a write was pending is stored',
    note: 'implemented twice: the flight does not store, and the script refuses',
    scenarios: [EVICTIONS],
    patches: [
      { file: READS, find: 'if (!noted.storable) return noted.detail; // [20] [21]', replace: '' },
      STORE_CHECK,
    ],
  },
  {
    rule: '21',
    name: 'a flight that gave up on L2 fills L1',
    scenarios: [NO_L2],
    patches: [
      {
        file: READER,
        find: "  storable: false,\n  detail: 'l2-unavailable',",
        replace: "  storable: true,\n  detail: 'l2-unavailable',",
      },
      {
        file: READER,
        find: "store: () => Promise.resolve({ accepted: false, detail: 'l2-unavailable' }),",
        replace: 'store: () => Promise.resolve({ accepted: true, detail: null }),',
      },
    ],
  },
  {
    rule: '22',
    name: 'a late loader stores whatever the generation is',
    note: IN_REDIS,
    scenarios: [LOADERS],
    patches: [
      {
        file: STEPS,
        find: 'if (current === undefined || current.value !== generation) return refused;',
        replace: 'if (current === undefined) return refused;',
      },
    ],
  },
  {
    rule: '23',
    name: 'begin keeps the generation',
    note: IN_REDIS,
    scenarios: [EVICTIONS],
    patches: [
      {
        file: STEPS,
        find: "  renewGeneration(server, generations);\n  return { kind: 'begun'",
        replace: "  return { kind: 'begun'",
      },
    ],
  },
  {
    rule: '24',
    name: 'pending is a flag in Redis',
    note: IN_REDIS,
    scenarios: [SLOW],
    patches: [{ file: STEPS, find: '  writes?.delete(writeId);\n', replace: '  writes?.clear();\n' }],
  },
  {
    rule: '25',
    name: 'a write of unknown outcome is committed',
    note: 'the decision stands in InvalidationService: changed in the simulated client',
    scenarios: [EVICTIONS],
    patches: [
      {
        file: CLIENTS,
        find: "      record.outcome = 'unknown'; //",
        replace: "      await writes.commit(pending);\n      record.outcome = 'unknown'; //",
      },
    ],
  },
  {
    rule: '26',
    name: 'nobody waits for acknowledgements',
    scenarios: [SLOW_BEGIN],
    patches: [{ file: WRITES, find: '    await acknowledged;\n', replace: '' }],
  },
  {
    rule: '26',
    name: 'L1 is served without a lease',
    scenarios: [LEASES],
    patches: [
      {
        file: MEMORY,
        find: 'return false;\n    const sinceMs',
        replace: 'return true;\n    const sinceMs',
      },
    ],
  },
  {
    rule: '27',
    name: 'the lease runs from the return of the heartbeat',
    scenarios: [LATE_MEMBER],
    patches: [
      {
        file: LEASE,
        find: '=== this.server) this.provenAtMs = sentAtMs;',
        replace: '=== this.server) this.provenAtMs = this.clock.nowMs();',
      },
    ],
  },
  {
    rule: '28',
    name: 'the heartbeat does not come back through the bus',
    scenarios: [LEASES],
    patches: [
      {
        file: LEASE,
        find: 'message).catch(() => undefined); // onDeaf',
        replace: 'message).then(() => this.onHeartbeat(beat.id), () => undefined);',
      },
    ],
  },
  {
    rule: '29',
    name: 'what was missed is never acknowledged',
    scenarios: ['strict: subscriptions are lost, all else is well'],
    patches: [{ file: LEASE, find: '    if (!this.caughtUp) this.catchUp(beatId);\n', replace: '' }],
  },
  {
    rule: 'Epochs',
    name: 'a new connection is used without comparing the server',
    scenarios: [FAILOVERS],
    patches: [
      {
        file: EPOCHS,
        find: 'if (record === null || debts > 0 || record.dataServer !== server || record.busServer !== busServer) {',
        replace: 'if (record === null || debts > 0) {',
      },
    ],
  },
];

/** What no violation is looked for. */
export const LIMITS = [
  {
    rule: '24',
    name: 'pending is a flag in the process',
    note: 'implied: what a process remembers only holds L1 back; whether it may be filled the scripts say (the model leaves it out as well, LEAN)',
    property: 'implied',
  },
  {
    rule: '30',
    name: 'a begin of another epoch is acknowledged without adopting it',
    note: 'implied by [15]: every look is refused under another epoch, also under a lease, where the model trusts what is remembered',
    property: 'implied',
  },
  {
    rule: '19',
    name: 'a writer in debt dies',
    property: 'a limit, not a rule',
    note: 'a limit of available mode, no rule: bounded by lifetimes and the change stream; the checker asks nothing of such documents',
  },
] as const;
