import { describe, expect, it } from '@jest/globals';
import { StartRefused } from '../../../kernel/errors.js';
import { catalogueOf } from './catalogue.js';
import type {
  CatalogueService,
  CloudRegion,
  Confirmation,
  Confirmations,
  MachineType,
} from './catalogue.types.js';

const region: CloudRegion = {
  provider: 'aws',
  name: 'eu-north-1',
  country: 'se',
  inEu: true,
  city: 'Stockholm',
  zones: 3,
};

const machine: MachineType = {
  provider: 'aws',
  name: 'm6i.large',
  vcpu: 2,
  memoryGib: 8,
  gpu: 0,
  family: 'general',
  usdPerHour: { 'eu-north-1': '0.102' },
};

const price = { meter: 'gib_hour', usd: '0.0158', source: 'https://aws.amazon.com/', asOf: '2025-01-31' };

const service: CatalogueService = {
  id: 'aws/cache',
  name: 'Cache',
  provider: 'aws',
  category: 'cache',
  summary: 'Keeps what is asked for often.',
  regions: ['eu-north-1'],
  programmes: ['gdpr'],
  limits: {},
  costModel: 'per_hour',
  prices: [price],
  setupComplexity: 'low',
  setupHours: 2,
  tags: ['redis'],
};

const confirmation: Confirmation = {
  service: 'aws/cache',
  meter: 'gib_hour',
  region: null,
  usd: '0.0158',
  url: 'https://example.org/prices',
  date: '2026-11-23',
  seen: '$0.0158 per GiB and hour',
};

const { url, date } = confirmation;
const ofRegions = { service: 'aws/cache', regions: ['eu-north-1'], url, date, seen: 'endpoint cache' };
const ofProgramme = { service: 'aws/cache', programme: 'gdpr', url, date, seen: 'Cache: the list of 2021' };

/** Nothing looked up but this. */
const looked = (
  some: Partial<Record<keyof Confirmations, readonly unknown[]>>,
): Record<keyof Confirmations, readonly unknown[]> => ({ prices: [], regions: [], programmes: [], ...some });

/** The faults that are named for services, machines, regions and confirmations like these. */
function faultsOf(
  services: readonly unknown[],
  machines: readonly unknown[] = [machine],
  regions: readonly unknown[] = [region],
  confirmations = looked({}),
): readonly string[] {
  try {
    catalogueOf({ services, machines, regions, confirmations });
    return [];
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    return error.message.split('\n  - ').slice(1);
  }
}

const priced = (change: object): unknown => ({ ...service, prices: [{ ...price, ...change }] });

describe('the schema of the catalogue', () => {
  it('takes what is whole', () => {
    expect(faultsOf([service])).toEqual([]);
  });

  it.each([
    ['a price that is none', priced({ usd: 'cheap' }), 'aws/cache: prices.0.usd: is not a decimal price'],
    [
      'a price of ten places',
      priced({ usd: '0.0000166667' }),
      'aws/cache: prices.0.usd: is not a decimal price',
    ],
    ['a negative price', priced({ usd: '-1' }), 'aws/cache: prices.0.usd: is not a decimal price'],
    [
      'a float for a price',
      priced({ usd: 0.0158 }),
      'aws/cache: prices.0.usd: Invalid input: expected string',
    ],
    [
      "a region's price that is none",
      priced({ byRegion: { 'eu-north-1': '1,5' } }),
      'aws/cache: prices.0.byRegion.eu-north-1: is not a decimal price',
    ],
    ['a price without a source', priced({ source: undefined }), 'aws/cache: prices.0.source: Invalid input'],
    [
      'a source that is not safe',
      priced({ source: 'http://aws.amazon.com/' }),
      'aws/cache: prices.0.source: Invalid',
    ],
    ['a price without a date', priced({ asOf: undefined }), 'aws/cache: prices.0.asOf: Invalid input'],
    ['a date that is none', priced({ asOf: '2025-02-30' }), 'aws/cache: prices.0.asOf: Invalid ISO date'],
    ['no price', { ...service, prices: [] }, 'aws/cache: prices: Too small'],
    ['an unknown category', { ...service, category: 'cash' }, 'aws/cache: category: Invalid option'],
    ['an unknown provider', { ...service, provider: 'ibm' }, 'aws/cache: provider: Invalid option'],
    [
      'an unknown programme',
      { ...service, programmes: ['fedramp'] },
      'aws/cache: programmes.0: Invalid option',
    ],
    ['no region', { ...service, regions: [] }, 'aws/cache: regions'],
    ['an unknown region', { ...service, regions: ['eu-north-9'] }, 'aws/cache: unknown region eu-north-9'],
    [
      "another provider's region",
      { ...service, regions: ['swedencentral'] },
      'aws/cache: unknown region swedencentral',
    ],
    [
      'a price for an unknown region',
      priced({ byRegion: { 'eu-north-9': '0.1' } }),
      'aws/cache: unknown region eu-north-9',
    ],
    ['a field that is not known', { ...service, price: '1' }, 'aws/cache: : Unrecognized key: "price"'],
    ['an id of another provider', { ...service, id: 'gcp/cache' }, 'gcp/cache: is no id of aws'],
    [
      'a meter of another category',
      { ...service, prices: [price, { ...price, meter: 'egress_gb' }] },
      'aws/cache: egress_gb is no meter of cache',
    ],
    ['a meter twice', { ...service, prices: [price, price] }, 'aws/cache: a meter stands there twice'],
    [
      'a meter that is missing',
      { ...service, category: 'cdn', prices: [{ ...price, meter: 'egress_gb' }] },
      'aws/cache: no price for requests_million, which cdn is compared by',
    ],
  ])('refuses %s, and says where', (_what, faulty, fault) => {
    const [first, ...others] = faultsOf([faulty]);
    expect(first?.startsWith(fault)).toBe(true);
    expect(others).toEqual([]);
  });

  it('refuses an id, a machine and a region that stand there twice', () => {
    expect(faultsOf([service, service], [machine, machine], [region, region])).toEqual([
      'service aws/cache stands there twice',
      'machine aws/m6i.large stands there twice',
      'region aws/eu-north-1 stands there twice',
    ]);
  });

  it('asks only the first service of a category for what the usual choice is compared by', () => {
    const function_ = { ...service, id: 'aws/function', category: 'serverless' };
    const requests = { ...price, meter: 'requests_million' };
    const seconds = { ...price, meter: 'gb_second' };
    const [whole, bus] = [
      { ...function_, prices: [requests, seconds] },
      { ...function_, id: 'aws/bus', prices: [requests] },
    ];
    expect(faultsOf([whole, bus])).toEqual([]);
    expect(faultsOf([bus, whole])).toEqual([
      'aws/bus: no price for gb_second, which serverless is compared by',
    ]);
  });

  it('refuses a machine without a price, with a float or in an unknown region', () => {
    expect(faultsOf([service], [{ ...machine, usdPerHour: {} }])).toEqual([
      'm6i.large: usdPerHour: has no price',
    ]);
    const [float] = faultsOf([service], [{ ...machine, usdPerHour: { 'eu-north-1': 0.102 } }]);
    expect(float).toMatch(/^m6i\.large: usdPerHour\.eu-north-1: Invalid input: expected string/);
    expect(faultsOf([service], [{ ...machine, usdPerHour: { 'eu-north-9': '0.1' } }])).toEqual([
      'aws/m6i.large: unknown region eu-north-9',
    ]);
  });

  it.each([
    ['that is found', confirmation, []],
    ['written with other zeros', { ...confirmation, usd: '0.015800' }, []],
    [
      'of a figure that has changed',
      { ...confirmation, usd: '0.0159' },
      ['aws/cache gib_hour: is 0.0158, but 0.0159 was found'],
    ],
    [
      'of a service that is not there',
      { ...confirmation, service: 'aws/none' },
      ['aws/none gib_hour: is confirmed, but no price'],
    ],
    [
      'of a meter that is not there',
      { ...confirmation, meter: 'hour' },
      ['aws/cache hour: is confirmed, but no price'],
    ],
    [
      'of a region without its own figure',
      { ...confirmation, region: 'eu-north-1' },
      ['aws/cache gib_hour eu-north-1: is confirmed, but no price'],
    ],
    [
      'without a date',
      { ...confirmation, date: 'today' },
      ['confirmations.prices[0]: date: Invalid ISO date'],
    ],
    [
      'by an address that is none',
      { ...confirmation, url: 'http://example.org' },
      ['confirmations.prices[0]: url: Invalid URL'],
    ],
  ])('takes or refuses a confirmation %s', (_what, one, faults) => {
    expect(faultsOf([service], [machine], [region], looked({ prices: [one] }))).toEqual(faults);
  });

  it.each([
    ['that were found', ofRegions, []],
    [
      'with one that is not the service’s',
      { ...ofRegions, regions: ['eu-north-1', 'eu-south-1'] },
      ['aws/cache regions: eu-south-1 was found'],
    ],
    [
      'without one that is the service’s',
      { ...ofRegions, regions: ['eu-south-1'] },
      ['aws/cache regions: eu-north-1 was not found, eu-south-1 was found'],
    ],
    [
      'as global, of a service that is not',
      { ...ofRegions, regions: 'global' },
      ['aws/cache regions: eu-north-1 was not found, global was found'],
    ],
    [
      'of a service that is not there',
      { ...ofRegions, service: 'aws/none' },
      ['aws/none regions: are confirmed, but there is no such service'],
    ],
  ])('takes or refuses confirmed regions %s', (_what, one, faults) => {
    expect(faultsOf([service], [machine], [region], looked({ regions: [one] }))).toEqual(faults);
  });

  it('takes the programmes that a service has, and refuses others', () => {
    expect(faultsOf([service], [machine], [region], looked({ programmes: [ofProgramme] }))).toEqual([]);
    const other = { ...ofProgramme, programme: 'hipaa' };
    expect(faultsOf([service], [machine], [region], looked({ programmes: [other] }))).toEqual([
      'aws/cache hipaa: is confirmed, but the service does not name it',
    ]);
  });

  it('refuses a second confirmation of the same', () => {
    const twice = {
      prices: [confirmation, confirmation],
      regions: [ofRegions, ofRegions],
      programmes: [ofProgramme, ofProgramme],
    };
    expect(faultsOf([service], [machine], [region], twice)).toEqual([
      'aws/cache gib_hour: is confirmed twice',
      'aws/cache regions: is confirmed twice',
      'aws/cache gdpr: is confirmed twice',
    ]);
  });

  it('names every fault at once, and counts them', () => {
    expect(() =>
      catalogueOf({
        services: [priced({ usd: 'cheap', asOf: 'lately' })],
        machines: [],
        regions: [],
        confirmations: looked({}),
      }),
    ).toThrow(
      /^The catalogue has 2 faults:\n {2}- aws\/cache: prices\.0\.usd.*\n {2}- aws\/cache: prices\.0\.asOf/,
    );
    const faults = faultsOf(
      [priced({ usd: 'cheap', asOf: 'lately' }), 'no service'],
      [machine],
      [{ ...region, zones: 0 }],
    );
    expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
      'aws/cache',
      'aws/cache',
      'services[1]',
      'eu-north-1',
    ]);
  });
});
