import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

const own = async (metrics: Metrics): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('inframind_'));

describe('metrics', () => {
  it('are read when they are asked for, and what is not known is left out', async () => {
    const metrics = new Metrics();
    let value: number | null = 1;
    metrics.gauge({ name: 'level', help: 'A level.' }, () => value);
    expect(await own(metrics)).toEqual(['inframind_level 1']);
    value = null;
    expect(await own(metrics)).toEqual([]);
    value = 0;
    expect(await own(metrics)).toEqual(['inframind_level 0']);
  });

  it('count what others keep', async () => {
    const metrics = new Metrics();
    const counts = new Map([['hit', 3]]);
    metrics.counters({ name: 'reads_total', help: 'Reads.', labels: ['outcome'] }, () =>
      [...counts].map(([outcome, count]) => [{ outcome }, count] as const),
    );
    expect(await own(metrics)).toEqual(['inframind_reads_total{outcome="hit"} 3']);
    counts.set('miss', 1);
    expect(await own(metrics)).toEqual([
      'inframind_reads_total{outcome="hit"} 3',
      'inframind_reads_total{outcome="miss"} 1',
    ]);
  });

  it('are all told where one cannot be', async () => {
    const metrics = new Metrics();
    metrics.gauges({ name: 'broken', help: 'Down.' }, () => Promise.reject(new Error('down')));
    metrics.histogram({ name: 'wait_seconds', help: 'Waits.' }, [1, 2]).observe({}, 1.5);
    expect(await own(metrics)).toEqual([
      'inframind_wait_seconds_bucket{le="1"} 0',
      'inframind_wait_seconds_bucket{le="2"} 1',
      'inframind_wait_seconds_bucket{le="+Inf"} 1',
      'inframind_wait_seconds_sum 1.5',
      'inframind_wait_seconds_count 1',
    ]);
  });

  it('of the process are told once, however many applications it holds', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    for (const metrics of [one, other]) {
      const lines = (await metrics.text()).split('\n');
      expect(lines.filter((line) => line.startsWith('process_cpu_seconds_total '))).toHaveLength(1);
      expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
    }
  });
});
