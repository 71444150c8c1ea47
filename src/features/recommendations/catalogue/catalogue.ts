import { checked, type CatalogueData, type CheckedData } from './catalogue.schema.js';
import {
  type Catalogue,
  CATALOGUE_PROVIDERS,
  type CatalogueProvider,
  type CatalogueService,
  type CloudRegion,
  type MachineType,
  type PriceLine,
  SERVICE_CATEGORIES,
  type ServiceCategory,
} from './catalogue.types.js';
import { CONFIRMATIONS } from './data/confirmations.js';
import { MACHINE_PRICES } from './data/machine-prices.js';
import { PROGRAMME_CONFIRMATIONS } from './data/programme-confirmations.js';
import { REGION_CONFIRMATIONS } from './data/region-confirmations.js';
import { REGIONS } from './data/regions.js';
import { SERVICES } from './data/services.js';
import { machineTypes } from './machines.js';

let loaded: Catalogue | null = null;

/**
 * The catalogue of the data files; checked once in a process.
 * @throws StartRefused that names every fault of the data
 */
export function loadCatalogue(): Catalogue {
  loaded ??= catalogueOf({
    services: SERVICES,
    machines: machineTypes(),
    regions: REGIONS,
    confirmations: {
      prices: CONFIRMATIONS,
      regions: REGION_CONFIRMATIONS,
      programmes: PROGRAMME_CONFIRMATIONS,
    },
  });
  return loaded;
}

/** @throws StartRefused that names every fault of the data */
export function catalogueOf(data: CatalogueData): Catalogue {
  const { services, machines, regions, confirmations } = ordered(checked(data));
  const byId = new Map(services.map((service) => [service.id, service]));
  const byCategory = grouped(services, (service) => `${service.provider}/${service.category}`);
  const byPlace = new Map(regions.map((region) => [`${region.provider}/${region.name}`, region]));
  const byProvider = grouped(regions, (region) => region.provider);
  return {
    services,
    machines,
    regions,
    confirmations,
    machinePrices: MACHINE_PRICES,
    service: (id) => byId.get(id) ?? missing(`service ${id}`),
    ofCategory: (provider, category) => byCategory.get(`${provider}/${category}`) ?? [],
    region: (provider, name) => byPlace.get(`${provider}/${name}`) ?? null,
    regionsOf: (provider) => byProvider.get(provider) ?? [],
    price: priceIn,
    isOffered: (service, region) => service.regions === 'global' || service.regions.includes(region),
  };
}

/** By provider and category; within one the order of the data file stays: its first service is the usual choice. */
function ordered(data: CheckedData): CheckedData {
  return {
    services: data.services.toSorted(
      (a, b) => placeOf(a.provider) - placeOf(b.provider) || placeIn(a.category) - placeIn(b.category),
    ),
    machines: data.machines.toSorted(compareMachines),
    regions: data.regions.toSorted((a, b) => placeOf(a.provider) - placeOf(b.provider)),
    confirmations: data.confirmations,
  };
}

function compareMachines(a: MachineType, b: MachineType): number {
  return (
    placeOf(a.provider) - placeOf(b.provider) ||
    a.vcpu - b.vcpu ||
    a.memoryGib - b.memoryGib ||
    a.gpu - b.gpu ||
    (a.name < b.name ? -1 : 1)
  );
}

const placeOf = (provider: CatalogueProvider): number => CATALOGUE_PROVIDERS.indexOf(provider);
const placeIn = (category: ServiceCategory): number => SERVICE_CATEGORIES.indexOf(category);

function priceIn(service: CatalogueService, meter: string, region: CloudRegion['name'] | null): PriceLine {
  const line = service.prices.find((price) => price.meter === meter) ?? missing(`${meter} of ${service.id}`);
  const { byRegion = {}, ...everywhere } = line;
  const usd = region !== null && Object.hasOwn(byRegion, region) ? byRegion[region] : undefined;
  return usd === undefined ? everywhere : { ...everywhere, usd };
}

function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function missing(what: string): never {
  throw new Error(`The catalogue has no ${what}`);
}
