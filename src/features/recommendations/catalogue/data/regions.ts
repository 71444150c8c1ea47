import type { CatalogueProvider, CloudRegion } from '../catalogue.types.js';

/**
 * Places where the three clouds stand, as their public lists of regions had them in March 2025: provider, name, country, whether in the
 * European Union, city, availability zones (1 where Azure has none). Within a provider: the Americas, Europe, Africa and the Middle East,
 * Asia and the Pacific. https://docs.aws.amazon.com/global-infrastructure/, https://learn.microsoft.com/azure/reliability/regions-list,
 * https://cloud.google.com/compute/docs/regions-zones
 */
export const REGIONS: readonly CloudRegion[] = [
  region('aws', 'us-east-1', 'us', false, 'Northern Virginia', 6),
  region('aws', 'us-east-2', 'us', false, 'Columbus, Ohio', 3),
  region('aws', 'us-west-1', 'us', false, 'San Francisco Bay Area', 2),
  region('aws', 'us-west-2', 'us', false, 'Boardman, Oregon', 4),
  region('aws', 'ca-central-1', 'ca', false, 'Montreal', 3),
  region('aws', 'ca-west-1', 'ca', false, 'Calgary', 3),
  region('aws', 'mx-central-1', 'mx', false, 'Querétaro', 3),
  region('aws', 'sa-east-1', 'br', false, 'São Paulo', 3),
  region('aws', 'eu-west-1', 'ie', true, 'Dublin', 3),
  region('aws', 'eu-west-2', 'gb', false, 'London', 3),
  region('aws', 'eu-west-3', 'fr', true, 'Paris', 3),
  region('aws', 'eu-central-1', 'de', true, 'Frankfurt', 3),
  region('aws', 'eu-central-2', 'ch', false, 'Zurich', 3),
  region('aws', 'eu-north-1', 'se', true, 'Stockholm', 3),
  region('aws', 'eu-south-1', 'it', true, 'Milan', 3),
  region('aws', 'eu-south-2', 'es', true, 'Aragón', 3),
  region('aws', 'af-south-1', 'za', false, 'Cape Town', 3),
  region('aws', 'me-central-1', 'ae', false, 'Dubai', 3),
  region('aws', 'me-south-1', 'bh', false, 'Manama', 3),
  region('aws', 'il-central-1', 'il', false, 'Tel Aviv', 3),
  region('aws', 'ap-south-1', 'in', false, 'Mumbai', 3),
  region('aws', 'ap-south-2', 'in', false, 'Hyderabad', 3),
  region('aws', 'ap-southeast-1', 'sg', false, 'Singapore', 3),
  region('aws', 'ap-southeast-2', 'au', false, 'Sydney', 3),
  region('aws', 'ap-southeast-3', 'id', false, 'Jakarta', 3),
  region('aws', 'ap-southeast-4', 'au', false, 'Melbourne', 3),
  region('aws', 'ap-northeast-1', 'jp', false, 'Tokyo', 4),
  region('aws', 'ap-northeast-2', 'kr', false, 'Seoul', 4),
  region('aws', 'ap-northeast-3', 'jp', false, 'Osaka', 3),
  region('aws', 'ap-east-1', 'hk', false, 'Hong Kong', 3),
  region('azure', 'eastus', 'us', false, 'Richmond, Virginia', 3),
  region('azure', 'eastus2', 'us', false, 'Boydton, Virginia', 3),
  region('azure', 'centralus', 'us', false, 'Des Moines, Iowa', 3),
  region('azure', 'southcentralus', 'us', false, 'San Antonio, Texas', 3),
  region('azure', 'westus2', 'us', false, 'Quincy, Washington', 3),
  region('azure', 'westus3', 'us', false, 'Phoenix, Arizona', 3),
  region('azure', 'canadacentral', 'ca', false, 'Toronto', 3),
  region('azure', 'canadaeast', 'ca', false, 'Quebec City', 1),
  region('azure', 'mexicocentral', 'mx', false, 'Querétaro', 3),
  region('azure', 'brazilsouth', 'br', false, 'São Paulo', 3),
  region('azure', 'northeurope', 'ie', true, 'Dublin', 3),
  region('azure', 'westeurope', 'nl', true, 'Amsterdam', 3),
  region('azure', 'germanywestcentral', 'de', true, 'Frankfurt', 3),
  region('azure', 'francecentral', 'fr', true, 'Paris', 3),
  region('azure', 'uksouth', 'gb', false, 'London', 3),
  region('azure', 'ukwest', 'gb', false, 'Cardiff', 1),
  region('azure', 'switzerlandnorth', 'ch', false, 'Zurich', 3),
  region('azure', 'swedencentral', 'se', true, 'Gävle', 3),
  region('azure', 'norwayeast', 'no', false, 'Oslo', 3),
  region('azure', 'polandcentral', 'pl', true, 'Warsaw', 3),
  region('azure', 'italynorth', 'it', true, 'Milan', 3),
  region('azure', 'spaincentral', 'es', true, 'Madrid', 3),
  region('azure', 'southafricanorth', 'za', false, 'Johannesburg', 3),
  region('azure', 'uaenorth', 'ae', false, 'Dubai', 3),
  region('azure', 'israelcentral', 'il', false, 'Tel Aviv', 3),
  region('azure', 'centralindia', 'in', false, 'Pune', 3),
  region('azure', 'southindia', 'in', false, 'Chennai', 1),
  region('azure', 'southeastasia', 'sg', false, 'Singapore', 3),
  region('azure', 'eastasia', 'hk', false, 'Hong Kong', 3),
  region('azure', 'australiaeast', 'au', false, 'Sydney', 3),
  region('azure', 'australiasoutheast', 'au', false, 'Melbourne', 1),
  region('azure', 'newzealandnorth', 'nz', false, 'Auckland', 3),
  region('azure', 'japaneast', 'jp', false, 'Tokyo', 3),
  region('azure', 'japanwest', 'jp', false, 'Osaka', 1),
  region('azure', 'koreacentral', 'kr', false, 'Seoul', 3),
  region('gcp', 'us-central1', 'us', false, 'Council Bluffs, Iowa', 4),
  region('gcp', 'us-east1', 'us', false, 'Moncks Corner, South Carolina', 3),
  region('gcp', 'us-east4', 'us', false, 'Ashburn, Virginia', 3),
  region('gcp', 'us-west1', 'us', false, 'The Dalles, Oregon', 3),
  region('gcp', 'us-west2', 'us', false, 'Los Angeles', 3),
  region('gcp', 'northamerica-northeast1', 'ca', false, 'Montreal', 3),
  region('gcp', 'northamerica-northeast2', 'ca', false, 'Toronto', 3),
  region('gcp', 'northamerica-south1', 'mx', false, 'Querétaro', 3),
  region('gcp', 'southamerica-east1', 'br', false, 'São Paulo', 3),
  region('gcp', 'southamerica-west1', 'cl', false, 'Santiago', 3),
  region('gcp', 'europe-west1', 'be', true, 'St. Ghislain', 3),
  region('gcp', 'europe-west2', 'gb', false, 'London', 3),
  region('gcp', 'europe-west3', 'de', true, 'Frankfurt', 3),
  region('gcp', 'europe-west4', 'nl', true, 'Eemshaven', 3),
  region('gcp', 'europe-west6', 'ch', false, 'Zurich', 3),
  region('gcp', 'europe-west8', 'it', true, 'Milan', 3),
  region('gcp', 'europe-west9', 'fr', true, 'Paris', 3),
  region('gcp', 'europe-west10', 'de', true, 'Berlin', 3),
  region('gcp', 'europe-west12', 'it', true, 'Turin', 3),
  region('gcp', 'europe-southwest1', 'es', true, 'Madrid', 3),
  region('gcp', 'europe-central2', 'pl', true, 'Warsaw', 3),
  region('gcp', 'europe-north1', 'fi', true, 'Hamina', 3),
  region('gcp', 'africa-south1', 'za', false, 'Johannesburg', 3),
  region('gcp', 'me-central1', 'qa', false, 'Doha', 3),
  region('gcp', 'me-west1', 'il', false, 'Tel Aviv', 3),
  region('gcp', 'asia-south1', 'in', false, 'Mumbai', 3),
  region('gcp', 'asia-south2', 'in', false, 'Delhi', 3),
  region('gcp', 'asia-southeast1', 'sg', false, 'Jurong West', 3),
  region('gcp', 'asia-southeast2', 'id', false, 'Jakarta', 3),
  region('gcp', 'asia-east1', 'tw', false, 'Changhua County', 3),
  region('gcp', 'asia-east2', 'hk', false, 'Hong Kong', 3),
  region('gcp', 'asia-northeast1', 'jp', false, 'Tokyo', 3),
  region('gcp', 'asia-northeast2', 'jp', false, 'Osaka', 3),
  region('gcp', 'asia-northeast3', 'kr', false, 'Seoul', 3),
  region('gcp', 'australia-southeast1', 'au', false, 'Sydney', 3),
  region('gcp', 'australia-southeast2', 'au', false, 'Melbourne', 3),
];

/** Opened late or sold short: many services are not there yet. */
const YOUNG: Readonly<Record<CatalogueProvider, readonly string[]>> = {
  aws: [
    'ca-west-1',
    'mx-central-1',
    'eu-central-2',
    'eu-south-2',
    'me-central-1',
    'il-central-1',
    'ap-south-2',
    'ap-southeast-4',
    'af-south-1',
    'me-south-1',
    'ap-southeast-3',
    'ap-east-1',
    'eu-south-1',
  ],
  azure: [
    'canadaeast',
    'mexicocentral',
    'ukwest',
    'spaincentral',
    'israelcentral',
    'southindia',
    'newzealandnorth',
    'japanwest',
    'australiasoutheast',
    'italynorth',
    'polandcentral',
    'uaenorth',
    'southafricanorth',
  ],
  gcp: [
    'northamerica-south1',
    'southamerica-west1',
    'europe-west10',
    'europe-west12',
    'africa-south1',
    'me-central1',
    'me-west1',
    'asia-south2',
    'australia-southeast2',
  ],
};

export const AWS_ALL = everywhere('aws');
export const AZURE_ALL = everywhere('azure');
export const GCP_ALL = everywhere('gcp');

/** All of these regions but the named. */
export function allBut(regions: readonly string[], ...names: readonly string[]): readonly string[] {
  return regions.filter((name) => !names.includes(name));
}

/** The provider's longer-standing regions. */
export const AWS_MAIN = established('aws');
export const AZURE_MAIN = established('azure');
export const GCP_MAIN = established('gcp');

function region(
  provider: CatalogueProvider,
  name: string,
  country: string,
  inEu: boolean,
  city: string,
  zones: number,
): CloudRegion {
  return { provider, name, country, inEu, city, zones };
}

function everywhere(provider: CatalogueProvider): readonly string[] {
  return REGIONS.filter((place) => place.provider === provider).map((place) => place.name);
}

function established(provider: CatalogueProvider): readonly string[] {
  return everywhere(provider).filter((name) => !YOUNG[provider].includes(name));
}
