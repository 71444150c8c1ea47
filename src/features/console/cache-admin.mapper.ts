import type {
  Beat,
  CachedResource,
  EntryFacts,
  Explanation,
  Instance,
  Latency,
  PulseState,
  SeenWrite,
} from '../../cache/index.js';
import type { BeatAnswer, ExplanationAnswer, OverviewAnswer, SampleAnswer } from './cache-admin.dto.js';

type Latencies = Readonly<Record<'l1' | 'l2' | 'database', Latency>>;
type Sample = PulseState['samples'][number];

export function toExplanation(explanation: Explanation, instanceId: string): ExplanationAnswer {
  const { key, scope, resource, generation, pending, quarantineMs, l1, l2, next, reason } = explanation;
  return {
    ...{ key, scope, resource, generation, pending, next, reason },
    instance_id: instanceId,
    quarantine_ms: quarantineMs,
    l1: l1 && toEntryFacts(l1),
    l2: l2 && toEntryFacts(l2),
  };
}

function toEntryFacts(entry: EntryFacts) {
  const { ownerId, etag, generation, sizeBytes, ageMs, ttlMs } = entry;
  return {
    owner_id: ownerId,
    etag,
    generation,
    size_bytes: sizeBytes,
    age_ms: Math.round(ageMs),
    ttl_ms: Math.round(ttlMs),
  };
}

export function toOverview(
  instanceId: string,
  state: PulseState,
  latencies: Latencies,
  boundsMs: readonly number[],
  resources: readonly CachedResource[],
): OverviewAnswer {
  return {
    instance_id: instanceId,
    at: new Date().toISOString(),
    samples: state.samples.map(toSample),
    latency_bounds_ms: [...boundsMs],
    resources: resources.map(({ name, path, keyPattern, scopePattern, ttlPattern }) => ({
      ...{ name, path },
      key_pattern: keyPattern,
      scope_pattern: scopePattern,
      lifetime: ttlPattern,
    })),
    instances: state.instances.map(toInstance),
    others: state.others,
    latency: toLatencies(latencies),
    writes: state.writes.map(toWrite),
  };
}

/** Once a second with the sample and the latencies, which change no sooner. */
export function toBeat(beat: Beat, latencies: () => Latencies): BeatAnswer {
  return {
    at: new Date().toISOString(),
    instances: beat.instances.map(toInstance),
    others: beat.others,
    writes: beat.writes.map(toWrite),
    ...(beat.sample === null ? {} : { sample: toSample(beat.sample), latency: toLatencies(latencies()) }),
  };
}

function toSample({ atMs, perSecond }: Sample): SampleAnswer {
  return { at: new Date(atMs).toISOString(), per_second: { ...perSecond } };
}

function toInstance({ status, state, own, silentMs }: Instance): OverviewAnswer['instances'][number] {
  return { ...status, state, own, silent_ms: Math.round(silentMs) };
}

function toLatencies({ l1, l2, database }: Latencies): OverviewAnswer['latency'] {
  return { l1: toLatency(l1), l2: toLatency(l2), database: toLatency(database) };
}

function toLatency({ count, p50Ms, p95Ms, p99Ms, meanMs, buckets }: Latency) {
  return {
    count,
    p50_ms: rounded(p50Ms),
    p95_ms: rounded(p95Ms),
    p99_ms: rounded(p99Ms),
    mean_ms: rounded(meanMs),
    buckets: [...buckets],
  };
}

function toWrite({ instanceId, write }: SeenWrite): OverviewAnswer['writes'][number] {
  return {
    instance_id: instanceId,
    sequence: write.sequence,
    at: new Date(write.atMs).toISOString(),
    type: write.type,
    scopes: [...write.scopes],
    scope_count: write.scopeCount,
    outcome: write.outcome,
    begin_ms: rounded(write.beginMs),
    write_ms: rounded(write.writeMs),
    commit_ms: rounded(write.commitMs),
  };
}

/** Microseconds are enough, and half the bytes. */
function rounded<Value extends number | null>(ms: Value): Value {
  return (ms === null ? null : Math.round(ms * 1000) / 1000) as Value; // null stays null, a number a number
}
