import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { situationOf, situationWith } from '../../../../test/support/situations.js';
import { loadCatalogue } from '../catalogue/catalogue.js';
import { DEFAULTS, grown } from './load.js';
import { MODEL, sizeOf, utilisationOf, withSpares } from './sizing.js';
import { CLASSES } from './work.js';

type Assessment = Parameters<typeof situationOf>[0];

const load = { requests_per_second: 1_000, api_response_time_ms: 200, uptime_percentage: 99.9 };
const inFrankfurt = { data_residency_requirements: ['de'], cloud_provider_preference: ['aws' as const] };

function sized(
  technical: Assessment['technical_requirements'],
  business: Assessment['business_requirements'] = {},
) {
  return situationWith({ ...inFrankfurt, ...business }, { ...technical }).sizing;
}

describe('a worked example: 1,000 requests a second within 200 ms, in TypeScript, 99.9 percent', () => {
  const { now, machine } = sized({
    performance_requirements: load,
    preferred_programming_languages: ['TypeScript'],
  });

  it('keeps 1,000 x 0.2 = 200 requests in work (Little)', () => {
    expect(now.concurrentRequests).toBeCloseTo(200, 9);
  });

  it('needs 1,000 x 10 ms / 0.6 = 16.67 vCPU', () => {
    expect(now.vcpu).toBeCloseTo(16.667, 3);
  });

  it('needs (200 x 4 MiB + 16.67 x 0.5 GiB) / 0.75 = 12.15 GiB', () => {
    expect(now.memoryGib).toBeCloseTo(12.153, 3);
  });

  it('takes two machines of 16 vCPU that carry it, and a third for a zone that is lost', () => {
    expect(machine).toMatchObject({ provider: 'aws', vcpu: 16, memoryGib: 64 });
    expect(now.instances).toBe(3);
  });

  it('serves 1,000 x 0.25 x 730 x 3,600 = 657 million requests a month, of 20 KiB each', () => {
    expect(now.requestsPerMonth).toBeCloseTo(657e6, 0);
    expect(now.egressGibPerMonth).toBeCloseTo(12_531.28, 1);
  });
});

describe('the peak', () => {
  const peak = (performance: object, growth = {}) =>
    sized({ performance_requirements: performance }, { growth_projection: growth }).now.peakRequestsPerSecond;

  it('is what was stated', () => {
    expect(peak({ requests_per_second: 70, concurrent_users: 9_999 })).toBe(70);
  });

  it('else follows from the users at once: 750 / (7 s to think + 0.5 s to wait) = 100', () => {
    expect(peak({ concurrent_users: 750 })).toBeCloseTo(100, 9);
  });

  it('else from all users, of whom a tenth is active: 7,500 x 0.1 / 7.5 = 100', () => {
    expect(peak({}, { current_users: 7_500 })).toBeCloseTo(100, 9);
  });

  it('else is assumed, and says so', () => {
    const { now, assumptions } = sized({});
    expect(now.peakRequestsPerSecond).toBe(DEFAULTS.peakRequestsPerSecond);
    expect(assumptions.find((one) => one.name === 'peak_requests_per_second')?.origin).toBe('assumed');
  });
});

describe('head-room', () => {
  const work = { cpuS: 0.01 };
  it.each([
    [0.2, 0.6],
    [0.02, 0.5],
    [0.0125, 0.3],
    [0.001, 0.3],
  ])('lets a CPU that works 10 ms a request and has %s s be %s busy', (responseTimeS, busy) => {
    expect(utilisationOf({ responseTimeS, isRealTime: false }, work)).toBeCloseTo(busy, 9);
  });

  it('is larger where events must be processed in real time', () => {
    expect(utilisationOf({ responseTimeS: 1, isRealTime: true }, work)).toBe(0.5);
  });
});

describe('spares', () => {
  const zoned = { zones: 3, survivesZone: true };
  it.each([
    [2, 3],
    [3, 5],
    [4, 6],
    [10, 15],
  ])('makes of %i that are needed %i over three zones: what is left carries the load', (active, all) => {
    expect(withSpares(active, zoned)).toBe(all);
    expect(all - Math.ceil(all / 3)).toBeGreaterThanOrEqual(active);
  });

  it('adds one where the loss of a zone may be felt', () => {
    expect(withSpares(4, { zones: 3, survivesZone: false })).toBe(5);
  });
});

describe('growth', () => {
  const use = (growth: object) => sized({ performance_requirements: load }, { growth_projection: growth });

  it('is read from the projection for twelve months', () => {
    const { yearlyGrowth, in12Months, now } = use({ current_users: 100, projected_users_12m: 250 });
    expect(yearlyGrowth).toBeCloseTo(1.5, 9);
    expect(in12Months.vcpu / now.vcpu).toBeCloseTo(2.5, 9);
  });

  it('is squared from the one for six months', () => {
    expect(use({ current_users: 100, projected_users_6m: 150 }).yearlyGrowth).toBeCloseTo(1.25, 9);
  });

  it('is never negative, and 20 percent where nobody said', () => {
    expect(use({ current_users: 100, projected_users_12m: 50 }).yearlyGrowth).toBe(0);
    expect(use({}).yearlyGrowth).toBe(0.2);
  });

  it('is bounded where it starts from nobody', () => {
    expect(use({ current_users: 0, projected_users_12m: 1_000 }).yearlyGrowth).toBeCloseTo(50, 9);
    expect(use({ current_users: 0, projected_users_12m: 0 }).yearlyGrowth).toBe(0.2);
  });

  it('compounds by the month', () => {
    expect(grown(0.21, 6)).toBeCloseTo(1.1, 9);
    expect(grown(-0.5, 12)).toBe(1);
  });
});

describe('storage', () => {
  const scale = { current_data_size_gb: 1_000, expected_data_growth_rate: 50 };
  it('is the data in GiB with a fifth left free: 1,000 GB / 1.0737 / 0.8 = 1,165', () => {
    const { now, in12Months } = sized({ scalability_requirements: scale });
    expect(now.storageGib).toBe(1_165);
    expect(in12Months.storageGib).toBe(1_747);
  });
});

describe('where nothing can be placed', () => {
  it('counts machines of 4 vCPU and 16 GiB', () => {
    const { machine, now } = sized({ performance_requirements: load, deployment_model: 'on_premises' });
    expect(machine).toBeNull();
    expect(now.instances).toBe(Math.ceil(now.vcpu / 4) + 1);
  });
});

describe('the machines', () => {
  it('are known and priced for most regions, and never missing where something can be placed', () => {
    const catalogue = loadCatalogue();
    const { answers } = situationWith({}, { performance_requirements: load });
    for (const region of catalogue.regions) {
      expect(sizeOf(answers, catalogue.machines, region).machine?.provider).toBe(region.provider);
    }
  });
});

describe('the README', () => {
  const text = readFileSync(new URL('README.md', import.meta.url), 'utf8');

  it.each([...Object.entries(MODEL), ...Object.entries(DEFAULTS)])(
    'states %s with its figure, %s',
    (name, figure) => {
      expect(text).toMatch(new RegExp(`\\| \`${name}\` +\\| ${String(figure).replace('.', '\\.')} +\\|`));
    },
  );

  it.each(CLASSES.map((kind) => [kind.kind, kind] as const))(
    'states what a request costs in %s',
    (name, kind) => {
      const cells = [name, `${kind.cpuS * 1_000}`, `${kind.mibPerRequest}`, `${kind.gibPerVcpu}`];
      expect(text).toMatch(new RegExp(cells.map((cell) => `\\| ${cell.replace('.', '\\.')} +`).join('')));
    },
  );
});
