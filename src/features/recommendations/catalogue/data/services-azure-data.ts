import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { AZURE_ALL } from './regions.js';

/** Azure: databases, caches, warehouses and streams. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const AZURE_DATA: readonly CatalogueService[] = [
  {
    id: 'azure/postgresql-flexible',
    name: 'Azure Database for PostgreSQL Flexible Server',
    provider: 'azure',
    category: 'relational_database',
    summary: 'Managed PostgreSQL with a standby in another zone, point-in-time recovery and read replicas.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'size priced here':
        'half of D2ds v4 (0.178 USD an hour, 2 vCore, 8 GiB), one zone; zone-redundant availability doubles it',
      storage: '32 TiB',
      'read replicas': '5',
      connections: '859 with 8 GiB',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'vcpu_hour',
        usd: '0.089',
        source: 'https://azure.microsoft.com/en-us/pricing/details/postgresql/flexible-server/',
        asOf: '2025-01-31',
      },
      {
        meter: 'storage_gb_month',
        usd: '0.115',
        source: 'https://azure.microsoft.com/en-us/pricing/details/postgresql/flexible-server/',
        asOf: '2025-01-31',
      },
      {
        meter: 'backup_gb_month',
        usd: '0.095',
        source: 'https://azure.microsoft.com/en-us/pricing/details/postgresql/flexible-server/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 16,
    tags: ['postgresql', 'managed', 'relational', 'zone-redundant', 'read-replicas'],
  },
  {
    id: 'azure/cosmos-db',
    name: 'Azure Cosmos DB for NoSQL',
    provider: 'azure',
    category: 'document_database',
    summary: 'Document store with five levels of consistency, spread over regions as wanted.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'mode priced here':
        'serverless at 0.25 USD a million request units: 1 KB read is one unit, 1 KB written about five',
      item: '2 MB',
      container: '1 TB serverless',
      partition: '20 GB and 10000 units a second',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'storage_gb_month',
        usd: '0.25',
        source: 'https://azure.microsoft.com/en-us/pricing/details/cosmos-db/serverless/',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million_write',
        usd: '1.25',
        source: 'https://azure.microsoft.com/en-us/pricing/details/cosmos-db/serverless/',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million_read',
        usd: '0.25',
        source: 'https://azure.microsoft.com/en-us/pricing/details/cosmos-db/serverless/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 16,
    tags: ['nosql', 'document', 'multi-region', 'serverless'],
  },
  {
    id: 'azure/cache-redis-standard',
    name: 'Azure Cache for Redis, Standard',
    provider: 'azure',
    category: 'cache',
    summary: 'Managed Redis with a replica and failover.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'size priced here': 'C3, 6 GB with its replica, 0.45 USD an hour',
      sizes: '250 MB to 53 GB',
      connections: '5000 with C3',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'gib_hour',
        usd: '0.075',
        source: 'https://azure.microsoft.com/en-us/pricing/details/cache/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 8,
    tags: ['redis', 'managed', 'in-memory'],
  },
  {
    id: 'azure/synapse-serverless',
    name: 'Azure Synapse Analytics, serverless SQL',
    provider: 'azure',
    category: 'data_warehouse',
    summary: 'SQL over files of the data lake, paid by what a query reads.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      query: '30 minutes',
      'smallest charge': '10 MB a query',
      storage: 'Data Lake Storage Gen2, hot',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'scanned_tb',
        usd: '5.00',
        source: 'https://azure.microsoft.com/en-us/pricing/details/synapse-analytics/',
        asOf: '2025-01-31',
      },
      {
        meter: 'storage_gb_month',
        usd: '0.0184',
        source: 'https://azure.microsoft.com/en-us/pricing/details/synapse-analytics/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 16,
    tags: ['sql', 'serverless', 'data-lake', 'analytics'],
  },
  {
    id: 'azure/event-hubs',
    name: 'Azure Event Hubs, Standard',
    provider: 'azure',
    category: 'streaming',
    summary: 'Partitioned streams of events with a Kafka interface.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here':
        'one throughput unit (1 MB in, 2 MB out a second); events of 1 KB at 0.028 USD a million',
      event: '1 MB',
      partitions: '32',
      retention: '7 days',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'hour',
        usd: '0.03',
        source: 'https://azure.microsoft.com/en-us/pricing/details/event-hubs/',
        asOf: '2025-01-31',
      },
      {
        meter: 'ingest_gb',
        usd: '0.029',
        source: 'https://azure.microsoft.com/en-us/pricing/details/event-hubs/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 16,
    tags: ['stream', 'kafka', 'real-time'],
  },
];
