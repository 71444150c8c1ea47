import { shareOf, sumOf, toCents, type Usd, usd } from '../../../../kernel/money.js';
import type { ServiceCategory } from '../../catalogue/catalogue.types.js';
import type { RecommendedService } from '../../recommendation.js';
import type { Capacity } from '../../sizing/sizing.types.js';

/** What the cost of a service grows with. */
type Driver = 'instances' | 'storage' | 'requests' | 'egress' | 'none';

const DRIVERS: Readonly<Record<ServiceCategory, Driver>> = {
  compute: 'instances',
  containers: 'instances',
  serverless: 'requests',
  relational_database: 'requests',
  document_database: 'requests',
  cache: 'requests',
  queue: 'requests',
  object_storage: 'storage',
  block_storage: 'storage',
  cdn: 'egress',
  data_warehouse: 'storage',
  streaming: 'requests',
  machine_learning: 'requests',
  artificial_intelligence: 'requests',
  identity: 'requests',
  secrets: 'none',
  monitoring: 'requests',
  audit: 'requests',
  security: 'none',
  backup: 'storage',
  network: 'egress',
  load_balancing: 'egress',
};

/** Three places of a figure count: money is multiplied by whole numbers only. */
const SCALE = 1_000;

/** What services that are priced for `today` cost a month at another capacity; to the cent. At the same capacity, what they show. */
export function costAt(services: readonly RecommendedService[], today: Capacity, then: Capacity): Usd {
  return sumOf(
    services.map((service) => {
      const cost = usd(service.estimated_monthly_cost);
      const driver = driverOf(service.service_category);
      const base = Math.round(amountOf(driver, today) * SCALE);
      if (base === 0) return cost; // nothing of it today: no ratio to grow by
      return toCents(shareOf(cost, Math.round(amountOf(driver, then) * SCALE), base));
    }),
  );
}

function amountOf(driver: Driver, capacity: Capacity): number {
  switch (driver) {
    case 'instances':
      return capacity.instances;
    case 'storage':
      return capacity.storageGib;
    case 'requests':
      return capacity.peakRequestsPerSecond;
    case 'egress':
      return capacity.egressGibPerMonth;
    case 'none':
      return 1;
  }
}

function driverOf(category: string): Driver {
  return isKnown(category) ? DRIVERS[category] : 'none';
}

function isKnown(category: string): category is ServiceCategory {
  return Object.hasOwn(DRIVERS, category);
}
