import { Inject, Injectable, Optional } from '@nestjs/common';
import { Metrics } from '../../platform/metrics/metrics.js';
import { CACHE_NODE, CACHE_OPTIONS } from '../cache.tokens.js';
import type { CacheNode } from '../cache-node.js';
import type { CacheOptions } from '../cache.options.js';
import { OutcomeRecorder } from '../outcome-recorder.js';
import { WriteJournal } from './write-journal.js';

const MS_PER_S = 1_000;
/** Upper bounds in seconds: a begin waits for acknowledgements, in strict mode up to a lease. */
const BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const CIRCUITS = ['closed', 'open', 'half-open'] as const;

/** What Prometheus learns of the cache. Everything but the durations of writes is read when it asks. */
@Injectable()
export class CacheMetrics {
  constructor(
    // The union leaves no class in the metadata: without the token nothing would be injected, in silence.
    @Optional() @Inject(Metrics) metrics: Metrics | undefined,
    @Inject(CACHE_NODE) private readonly node: CacheNode,
    @Inject(CACHE_OPTIONS) private readonly options: CacheOptions,
    private readonly outcomes: OutcomeRecorder,
    private readonly journal: WriteJournal,
  ) {
    if (metrics === undefined) return;
    this.nameReads(metrics);
    this.nameTiers(metrics);
    this.nameCoherence(metrics);
    this.nameWrites(metrics);
  }

  private nameReads(metrics: Metrics): void {
    metrics.counters(
      {
        name: 'cache_reads_total',
        help: 'Reads of cached resources, by who answered, and why nothing was stored.',
        labels: ['resource', 'outcome', 'detail'],
      },
      () =>
        this.outcomes
          .counted()
          .map(({ resource, outcome, detail, count }) => [
            { resource, outcome, detail: detail ?? '' },
            count,
          ]),
    );
  }

  private nameTiers(metrics: Metrics): void {
    const { memory, flights } = this.node.local;
    const { cluster } = this.node;
    metrics.gauge({ name: 'cache_l1_entries', help: 'Entries in memory.' }, () => memory.state().entries);
    metrics.gauge({ name: 'cache_l1_bytes', help: 'What they take.' }, () => memory.state().bytes);
    metrics.gauge(
      { name: 'cache_l1_max_entries', help: 'Entries that memory has room for.' },
      () => memory.state().maxEntries,
    );
    metrics.gauge(
      { name: 'cache_l1_max_bytes', help: 'What they may take at most.' },
      () => memory.state().maxBytes,
    );
    metrics.gauge({ name: 'cache_flights', help: 'Reads on their way to L2 or the database.' }, () =>
      flights.count(),
    );
    if (cluster === null) return;
    metrics.gauges(
      {
        name: 'cache_l2_circuit',
        help: 'The state of the circuit before Redis: 1 for the one that it is in.',
        labels: ['state'],
      },
      () => CIRCUITS.map((state) => [{ state }, cluster.guard.circuit() === state ? 1 : 0]),
    );
    metrics.gauge({ name: 'cache_l2_usable', help: '1 where Redis may be used.' }, () =>
      cluster.epochs.usable() === null ? 0 : 1,
    );
    metrics.counters(
      { name: 'cache_damaged_total', help: 'What Redis gave and could not be read.', labels: ['what'] },
      () => [
        [{ what: 'entry' }, cluster.reader.damaged],
        [{ what: 'message' }, cluster.protocol.damaged],
      ],
    );
  }

  private nameCoherence(metrics: Metrics): void {
    const { cluster, local } = this.node;
    const { consistency: mode, instanceId: instance_id } = this.options;
    metrics.gauges(
      {
        name: 'cache_instance',
        help: 'The name of this instance and its mode.',
        labels: ['instance_id', 'mode'],
      },
      () => [[{ instance_id, mode }, 1]],
    );
    metrics.gauge({ name: 'cache_pending_scopes', help: 'Scopes with a write under way.' }, () =>
      local.pending.count(),
    );
    if (cluster === null) return;
    const { lease, epochs } = cluster;
    metrics.gauge({ name: 'cache_lease', help: '1 where this instance hears everything.' }, () =>
      lease.isValid() ? 1 : 0,
    );
    metrics.gauge({ name: 'cache_bus_delay_seconds', help: 'How long the last heartbeat took.' }, () =>
      lease.busDelayMs === null ? null : lease.busDelayMs / MS_PER_S,
    );
    metrics.gauge(
      { name: 'cache_quarantine_seconds', help: 'For how long nothing may be stored yet.' },
      () => epochs.quarantineMs() / MS_PER_S,
    );
    metrics.gauge(
      { name: 'cache_in_debt', help: '1 after a write without Redis, until it is made good.' },
      () => (epochs.inDebt() ? 1 : 0),
    );
  }

  private nameWrites(metrics: Metrics): void {
    const begin = metrics.histogram(
      { name: 'cache_write_begin_seconds', help: 'How long it took to make the scopes of a write stale.' },
      BUCKETS_S,
    );
    const commit = metrics.histogram(
      { name: 'cache_write_commit_seconds', help: 'How long it took to commit a write.' },
      BUCKETS_S,
    );
    this.journal.onWrite(({ beginMs, commitMs }) => {
      begin.observe({}, beginMs / MS_PER_S);
      if (commitMs !== null) commit.observe({}, commitMs / MS_PER_S);
    });
  }
}
