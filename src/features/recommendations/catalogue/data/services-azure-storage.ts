import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { AZURE_ALL, AZURE_MAIN } from './regions.js';

/** Azure: objects, volumes and backups. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const AZURE_STORAGE: readonly CatalogueService[] = [
  {
    id: 'azure/blob-hot',
    name: 'Azure Blob Storage, Hot',
    provider: 'azure',
    category: 'object_storage',
    summary: 'Objects with locally or zone-redundant copies, versioning, life cycles and events.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'copies priced here': 'locally redundant; zone-redundant costs about a quarter more',
      object: '190.7 TiB',
      account: '5 PiB, 20000 requests a second',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'storage_gb_month',
        usd: '0.0184',
        byRegion: {
          westeurope: '0.0196',
          northeurope: '0.0184',
        },
        source: 'https://azure.microsoft.com/en-us/pricing/details/storage/blobs/',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million_write',
        usd: '5.00',
        source: 'https://azure.microsoft.com/en-us/pricing/details/storage/blobs/',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million_read',
        usd: '0.40',
        source: 'https://azure.microsoft.com/en-us/pricing/details/storage/blobs/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'low',
    setupHours: 4,
    tags: ['object-storage', 'versioning', 'lifecycle', 'encryption'],
  },
  {
    id: 'azure/premium-ssd-v2',
    name: 'Azure Premium SSD v2',
    provider: 'azure',
    category: 'block_storage',
    summary: 'Solid-state volumes whose speed is bought apart from their size.',
    regions: AZURE_MAIN,
    programmes: PROGRAMMES,
    limits: {
      volume: '64 TiB',
      included: '3000 operations and 125 MB a second',
      most: '80000 operations and 1200 MB a second',
      zone: 'bound to one',
    },
    costModel: 'per_month',
    prices: [
      {
        meter: 'storage_gb_month',
        usd: '0.081',
        source: 'https://azure.microsoft.com/en-us/pricing/details/managed-disks/',
        asOf: '2025-01-31',
      },
      {
        meter: 'iops_month',
        usd: '0.0052',
        source: 'https://azure.microsoft.com/en-us/pricing/details/managed-disks/',
        asOf: '2025-01-31',
      },
      {
        meter: 'throughput_mib_month',
        usd: '0.041',
        source: 'https://azure.microsoft.com/en-us/pricing/details/managed-disks/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'low',
    setupHours: 2,
    tags: ['ssd', 'volume', 'encryption', 'snapshots'],
  },
  {
    id: 'azure/backup',
    name: 'Azure Backup',
    provider: 'azure',
    category: 'backup',
    summary: 'Backups of machines, databases and files by policy, immutable and copied to another region.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here': 'locally redundant vault; machines of 50 to 500 GB',
      'restore points': '9999 an instance',
      immutable: 'vault lock',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'storage_gb_month',
        usd: '0.0224',
        source: 'https://azure.microsoft.com/en-us/pricing/details/backup/',
        asOf: '2025-01-31',
      },
      {
        meter: 'instance_month',
        usd: '10.00',
        source: 'https://azure.microsoft.com/en-us/pricing/details/backup/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'low',
    setupHours: 8,
    tags: ['backup', 'policies', 'immutable', 'cross-region'],
  },
];
