/** The clouds that the catalogue knows services and prices of. */
export const CATALOGUE_PROVIDERS = ['aws', 'azure', 'gcp'] as const;
export type CatalogueProvider = (typeof CATALOGUE_PROVIDERS)[number];

export const SERVICE_CATEGORIES = [
  'compute',
  'containers',
  'serverless',
  'relational_database',
  'document_database',
  'cache',
  'queue',
  'object_storage',
  'block_storage',
  'cdn',
  'data_warehouse',
  'streaming',
  'machine_learning',
  'artificial_intelligence',
  'identity',
  'secrets',
  'monitoring',
  'audit',
  'security',
  'backup',
  'network',
  'load_balancing',
] as const;
export type ServiceCategory = (typeof SERVICE_CATEGORIES)[number];

export const PROGRAMMES = ['gdpr', 'hipaa', 'ccpa', 'soc2', 'iso27001', 'pci_dss'] as const;
/** A regulation or attestation, by the word that assessments use. */
export type Programme = (typeof PROGRAMMES)[number];

/** A place of a provider: where it stands decides residency. */
export interface CloudRegion {
  readonly provider: CatalogueProvider;
  /** The provider's own name: `eu-central-1`, `germanywestcentral`, `europe-west3`. */
  readonly name: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string;
  /** True in a member state of the European Union. */
  readonly inEu: boolean;
  readonly city: string;
  /** Availability zones. */
  readonly zones: number;
}

/** What one thing costs; the source and its date stand beside each figure. */
export interface PriceLine {
  /** `instance_hour`, `storage_gb_month`, `requests_million`, `egress_gb`, `hour`, `node_hour`, … */
  readonly meter: string;
  /** Decimal string, US dollars for one unit of the meter. */
  readonly usd: string;
  /** Where a region's price differs, by the region's name. */
  readonly byRegion?: Readonly<Record<string, string>>;
  readonly source: string;
  /** ISO date on which the figure was true. */
  readonly asOf: string;
}

/** A figure that was looked up: where somebody else states the same. */
export interface Confirmation {
  readonly service: string;
  readonly meter: string;
  /** Null for the figure that holds where no region has its own. */
  readonly region: string | null;
  /** What was found; a figure that is changed without being looked up again is refused at the start. */
  readonly usd: string;
  readonly url: string;
  /** ISO date of the look-up. */
  readonly date: string;
  /** How the source puts it: `$73.00 for 730 hours`. */
  readonly seen: string;
}

/** A list of regions that was looked up: a record that has the service in each of them. */
export interface RegionConfirmation {
  readonly service: string;
  /** What was found; a list that is changed without being looked up again is refused at the start. */
  readonly regions: readonly string[] | 'global';
  readonly url: string;
  /** ISO date of the look-up. */
  readonly date: string;
  /** What the record has for it: `endpoint kafka`. */
  readonly seen: string;
}

/** A programme that was looked up: a record that has the service in its scope. */
export interface ProgrammeConfirmation {
  readonly service: string;
  readonly programme: Programme;
  readonly url: string;
  /** ISO date of the look-up. */
  readonly date: string;
  /** What the record calls it, and the date of the record. */
  readonly seen: string;
}

/** What of the data was looked up; the rest comes from knowledge of the vendor's pages. */
export interface Confirmations {
  readonly prices: readonly Confirmation[];
  readonly regions: readonly RegionConfirmation[];
  readonly programmes: readonly ProgrammeConfirmation[];
}

export interface CatalogueService {
  /** `aws/rds-postgresql` */
  readonly id: string;
  readonly name: string;
  readonly provider: CatalogueProvider;
  readonly category: ServiceCategory;
  /** One sentence. */
  readonly summary: string;
  /** Region names, or `global`. */
  readonly regions: readonly string[] | 'global';
  readonly programmes: readonly Programme[];
  /** Limits that matter when choosing: name -> value with its unit in words. */
  readonly limits: Readonly<Record<string, string>>;
  readonly costModel: 'per_hour' | 'per_usage' | 'per_month' | 'per_user' | 'free';
  readonly prices: readonly PriceLine[];
  readonly setupComplexity: 'low' | 'medium' | 'high';
  readonly setupHours: number;
  /** Words to choose by: `postgresql`, `managed`, `kubernetes`, `gpu`, `serverless`, … */
  readonly tags: readonly string[];
}

/** A machine of the catalogue, priced by the region. */
export interface MachineType {
  readonly provider: CatalogueProvider;
  readonly name: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly gpu: number;
  readonly family: 'general' | 'compute' | 'memory' | 'burstable' | 'gpu';
  /** Region name -> decimal US dollars an hour, on demand, Linux. */
  readonly usdPerHour: Readonly<Record<string, string>>;
}

/** The catalogue, checked against its schema when it is made. All answers are in a fixed order. */
export interface Catalogue {
  readonly services: readonly CatalogueService[];
  readonly machines: readonly MachineType[];
  readonly regions: readonly CloudRegion[];
  readonly confirmations: Confirmations;
  /** Source, licence and date of the machine prices. */
  readonly machinePrices: { readonly source: string; readonly licence: string; readonly asOf: string };
  /** @throws Error where there is none: ids in code are the programmer's */
  service(id: string): CatalogueService;
  /** The first is the usual choice, and has the meters that `METERS` states for it. */
  ofCategory(provider: CatalogueProvider, category: ServiceCategory): readonly CatalogueService[];
  region(provider: CatalogueProvider, name: string): CloudRegion | null;
  /** All that are known; not each has machine prices: `machines` says which (`region in usdPerHour`). */
  regionsOf(provider: CatalogueProvider): readonly CloudRegion[];
  /** The figure for a region, else the one that holds everywhere. @throws Error where the service has no such meter */
  price(service: CatalogueService, meter: string, region: string | null): PriceLine;
  /** Whether the service is offered there (global ones are everywhere). */
  isOffered(service: CatalogueService, region: string): boolean;
}
