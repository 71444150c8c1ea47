import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { GCP_ALL } from './regions.js';

/** Google Cloud: machines, containers, functions and queues. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const GCP_COMPUTE: readonly CatalogueService[] = [
  {
    id: 'gcp/compute-engine',
    name: 'Compute Engine',
    provider: 'gcp',
    category: 'compute',
    summary: 'Virtual machines in many sizes, with managed groups over the zones of a region.',
    regions: GCP_ALL,
    programmes: PROGRAMMES,
    limits: {
      'size priced here': 'e2-standard-2, 2 vCPU and 8 GiB; machines[] has the others',
      'default quota': 'vCPU by family and region',
      'managed group': '2000 machines',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'instance_hour',
        usd: '0.06701',
        byRegion: {
          'europe-west1': '0.07371',
          'europe-west3': '0.08633',
          'europe-west4': '0.07377',
          'europe-west2': '0.08633',
        },
        source: 'https://cloud.google.com/compute/vm-instance-pricing',
        asOf: '2025-03-02',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 12,
    tags: ['virtual-machine', 'autoscaling', 'linux'],
  },
  {
    id: 'gcp/gke',
    name: 'Google Kubernetes Engine',
    provider: 'gcp',
    category: 'containers',
    summary: 'Managed Kubernetes; Autopilot also runs the nodes.',
    regions: GCP_ALL,
    programmes: PROGRAMMES,
    limits: {
      nodes: '15000 a cluster',
      'pods per node': '256',
      free: 'one zonal or Autopilot cluster a month and billing account',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'cluster_hour',
        usd: '0.10',
        source: 'https://cloud.google.com/kubernetes-engine/pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'high',
    setupHours: 36,
    tags: ['kubernetes', 'managed', 'autoscaling', 'microservices'],
  },
  {
    id: 'gcp/cloud-run-functions',
    name: 'Cloud Run functions',
    provider: 'gcp',
    category: 'serverless',
    summary: 'Functions that run on events and scale by themselves, to nothing when idle.',
    regions: GCP_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here': '1 GB with 1.4 GHz, first generation, tier 1 regions',
      'time per run': '60 minutes for HTTP, 9 minutes for events',
      memory: '32 GiB',
      'concurrent runs': '1000 an instance in the second generation',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'requests_million',
        usd: '0.40',
        source: 'https://cloud.google.com/functions/pricing-1stgen',
        asOf: '2025-01-31',
      },
      {
        meter: 'gb_second',
        usd: '0.0000165',
        source: 'https://cloud.google.com/functions/pricing-1stgen',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'low',
    setupHours: 8,
    tags: ['functions', 'serverless', 'event-driven', 'scale-to-zero'],
  },
  {
    id: 'gcp/pubsub',
    name: 'Pub/Sub',
    provider: 'gcp',
    category: 'queue',
    summary: 'Messages to many subscribers, worldwide, at least once or exactly once, with dead letters.',
    regions: GCP_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here': '1 KB published and delivered once, at 40 USD a TiB',
      message: '10 MB',
      retention: '31 days',
      free: '10 GiB a month',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'requests_million',
        usd: '0.0745',
        source: 'https://cloud.google.com/pubsub/pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'low',
    setupHours: 4,
    tags: ['queue', 'topics', 'serverless', 'dead-letter'],
  },
];
