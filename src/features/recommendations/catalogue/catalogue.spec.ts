import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { unitPrice } from '../../../kernel/money.js';
import { catalogueOf, loadCatalogue } from './catalogue.js';
import { METERS } from './catalogue.meters.js';
import {
  CATALOGUE_PROVIDERS,
  type CatalogueProvider,
  type CatalogueService,
  type Programme,
  PROGRAMMES,
  SERVICE_CATEGORIES,
} from './catalogue.types.js';

const catalogue = loadCatalogue();
const lines = catalogue.services.flatMap((service) => service.prices.map((line) => ({ service, line })));
const pairs = CATALOGUE_PROVIDERS.flatMap((provider) =>
  SERVICE_CATEGORIES.map((category) => [provider, category] as const),
);

describe('the services', () => {
  it('are at least 150, of which each provider has at least 50', () => {
    expect(catalogue.services.length).toBeGreaterThanOrEqual(150);
    for (const provider of CATALOGUE_PROVIDERS) {
      const own = catalogue.services.filter((service) => service.provider === provider);
      expect(own.length).toBeGreaterThanOrEqual(50);
    }
  });

  it.each(pairs)('of %s have some for %s, all of it', (provider, category) => {
    const found = catalogue.ofCategory(provider, category);
    expect(found).not.toHaveLength(0);
    expect(found.every((service) => service.provider === provider && service.category === category)).toBe(
      true,
    );
  });

  it.each(pairs)(
    'of %s: the first for %s has every meter that the category is compared by',
    (provider, category) => {
      const [first] = catalogue.ofCategory(provider, category);
      for (const meter of [...METERS[category].every, ...METERS[category].first]) {
        expect(first?.prices.map((line) => line.meter)).toContain(meter);
      }
    },
  );

  it('have no id twice, and are found by it', () => {
    expect(new Set(catalogue.services.map(({ id }) => id)).size).toBe(catalogue.services.length);
    for (const service of catalogue.services) expect(catalogue.service(service.id)).toBe(service);
    expect(() => catalogue.service('aws/nothing')).toThrow('The catalogue has no service aws/nothing');
  });

  it('are offered only in regions that are known', () => {
    for (const { id, provider, regions } of catalogue.services) {
      const unknown = regions === 'global' ? [] : regions.filter((name) => !catalogue.region(provider, name));
      expect({ id, unknown }).toEqual({ id, unknown: [] });
    }
  });

  it('that are global are offered everywhere, others where they say', () => {
    expect(catalogue.isOffered(catalogue.service('aws/cloudfront'), 'eu-central-1')).toBe(true);
    expect(catalogue.isOffered(catalogue.service('aws/bedrock'), 'eu-central-1')).toBe(true);
    expect(catalogue.isOffered(catalogue.service('aws/bedrock'), 'af-south-1')).toBe(false);
  });

  it('serve each programme in each category with each provider', () => {
    for (const [provider, category] of pairs) {
      const [first] = catalogue.ofCategory(provider, category);
      expect(first?.programmes.toSorted()).toEqual(PROGRAMMES.toSorted());
    }
  });

  it('use every meter that stands in the table of their category', () => {
    for (const category of SERVICE_CATEGORIES) {
      const used = new Set(
        lines.filter(({ service }) => service.category === category).map(({ line }) => line.meter),
      );
      const { every, first, also } = METERS[category];
      expect([...every, ...first, ...also].toSorted()).toEqual([...used].toSorted());
    }
  });
});

describe('the regions and programmes of services', () => {
  const { regions, programmes } = catalogue.confirmations;
  const contracts: readonly Programme[] = ['gdpr', 'ccpa'];

  it.each(CATALOGUE_PROVIDERS)('of %s were looked up as often as the README says', (provider) => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const row = new RegExp(`^\\| ${provider} +\\| (\\d+) of (\\d+) +\\| (\\d+) of (\\d+) +\\|$`, 'm').exec(
      readme,
    );
    const own = catalogue.services.filter((service) => service.provider === provider);
    const of = (service: string): boolean => service.startsWith(`${provider}/`);
    expect((row ?? []).slice(1).map(Number)).toEqual([
      regions.filter(({ service }) => of(service)).length,
      own.length,
      programmes.filter(({ service }) => of(service)).length,
      own.flatMap((service) => service.programmes.filter((name) => !contracts.includes(name))).length,
    ]);
  });

  it('were looked up on days that have been, each in words that say where in the record', () => {
    for (const { date, seen } of [...regions, ...programmes]) {
      expect(Date.parse(date)).toBeLessThan(Date.now());
      expect(seen.length).toBeGreaterThan(5);
    }
  });
});

describe('the prices of services', () => {
  it('are exact decimals from a page of the vendor, with a date that has been', () => {
    const pages: Record<CatalogueProvider, string> = {
      aws: 'https://aws.amazon.com/',
      azure: 'https://azure.microsoft.com/',
      gcp: 'https://cloud.google.com/',
    };
    for (const { service, line } of lines) {
      for (const usd of [line.usd, ...Object.values(line.byRegion ?? {})]) {
        expect(unitPrice(usd)).toBeGreaterThanOrEqual(0n);
      }
      expect(line.source.startsWith(pages[service.provider])).toBe(true);
      expect(Date.parse(line.asOf)).toBeLessThan(Date.now());
    }
  });

  it('of a region are its own where it has one, else those that hold everywhere', () => {
    const s3 = catalogue.service('aws/s3');
    expect(catalogue.price(s3, 'storage_gb_month', 'eu-central-1').usd).toBe('0.0245');
    expect(catalogue.price(s3, 'storage_gb_month', 'eu-west-1').usd).toBe('0.023');
    expect(catalogue.price(s3, 'storage_gb_month', null).usd).toBe('0.023');
    expect(catalogue.price(s3, 'storage_gb_month', 'toString').usd).toBe('0.023');
    expect(() => catalogue.price(s3, 'gib_hour', null)).toThrow('The catalogue has no gib_hour of aws/s3');
  });

  it('were looked up as often as the README says, on days that have been', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const counted = (words: RegExp): readonly number[] => (words.exec(readme) ?? []).slice(1).map(Number);
    const firsts = pairs.flatMap(([provider, category]) =>
      catalogue.ofCategory(provider, category).slice(0, 1),
    );
    const ofFirsts = new Set(firsts.map(({ id }) => id));
    const [found, regional] = [true, false].map((everywhere) =>
      catalogue.confirmations.prices.filter(({ region }) => (region === null) === everywhere),
    );
    expect(counted(/(\d+) of (\d+) figures were looked up/)).toEqual([found?.length, lines.length]);
    expect(counted(/(\d+) of the (\d+) figures of the usual choices/)).toEqual([
      found?.filter(({ service }) => ofFirsts.has(service)).length,
      firsts.flatMap(({ prices }) => prices).length,
    ]);
    expect(counted(/(\d+) of (\d+) regional figures/)).toEqual([
      regional?.length,
      lines.flatMap(({ line }) => Object.keys(line.byRegion ?? {})).length,
    ]);
    for (const { date } of catalogue.confirmations.prices) {
      expect(Date.parse(date)).toBeLessThan(Date.now());
    }
  });

  it('name their meters as the README does', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const words = (cell = ''): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, word = '']) => word);
    for (const category of SERVICE_CATEGORIES) {
      const row = new RegExp(`^\\| ${category} +\\|(.*)\\|(.*)\\|(.*)\\|$`, 'm').exec(readme);
      const [every, first, also] = [words(row?.[1]), words(row?.[2]), words(row?.[3])];
      expect({ category, every, first, also }).toEqual({ category, ...METERS[category] });
    }
  });

  it('of virtual machines are those of the machine that they name', () => {
    const named = [
      ['aws/ec2', 'm6i.large'],
      ['azure/virtual-machines', 'Standard_D2s_v4'],
      ['gcp/compute-engine', 'e2-standard-2'],
    ] as const;
    for (const [id, name] of named) {
      const machine = catalogue.machines.find((type) => type.name === name);
      for (const [region, usd] of Object.entries(machine?.usdPerHour ?? {})) {
        const line = catalogue.price(catalogue.service(id), 'instance_hour', region);
        expect(unitPrice(line.usd)).toBe(unitPrice(usd));
      }
    }
  });
});

describe('the order of the answers', () => {
  it('is by provider and category, and the same whatever the order of the providers in the data', () => {
    const place = ({ provider, category }: CatalogueService): number =>
      CATALOGUE_PROVIDERS.indexOf(provider) * 100 + SERVICE_CATEGORIES.indexOf(category);
    const places = catalogue.services.map(place);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const byProvider = CATALOGUE_PROVIDERS.toReversed().flatMap((provider) =>
      catalogue.services.filter((service) => service.provider === provider),
    );
    const other = catalogueOf({
      services: byProvider,
      machines: catalogue.machines.toReversed(),
      regions: catalogue.regions,
      confirmations: catalogue.confirmations,
    });
    expect(other.services).toEqual(catalogue.services);
    expect(other.machines).toEqual(catalogue.machines);
  });

  it('costs one check in a process', () => {
    expect(loadCatalogue()).toBe(catalogue);
  });
});

describe('the regions', () => {
  it('stand where each provider has them', () => {
    expect(catalogue.region('azure', 'germanywestcentral')).toEqual({
      provider: 'azure',
      name: 'germanywestcentral',
      country: 'de',
      inEu: true,
      city: 'Frankfurt',
      zones: 3,
    });
    expect(catalogue.region('aws', 'germanywestcentral')).toBeNull();
    expect(catalogue.region('gcp', 'europe-west6')?.inEu).toBe(false);
    for (const provider of CATALOGUE_PROVIDERS) {
      const own = catalogue.regionsOf(provider);
      expect(own.length).toBeGreaterThanOrEqual(30);
      expect(own.every((region) => region.provider === provider)).toBe(true);
    }
  });

  it('have machine prices in each country where the source has them', () => {
    const priced = new Set(
      catalogue.machines.flatMap(({ provider, usdPerHour }) =>
        Object.keys(usdPerHour).map((name) => catalogue.region(provider, name)?.country ?? 'nowhere'),
      ),
    );
    expect([...priced].toSorted()).toEqual(
      'ae au be br ca ch de es fi fr gb ie in it jp kr mx nl no se sg us za'.split(' '),
    );
  });
});
