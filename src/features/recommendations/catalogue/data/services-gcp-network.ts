import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { GCP_ALL } from './regions.js';

/** Google Cloud: networks, load balancers and content delivery. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const GCP_NETWORK: readonly CatalogueService[] = [
  {
    id: 'gcp/cloud-cdn',
    name: 'Cloud CDN',
    provider: 'gcp',
    category: 'cdn',
    summary: 'Content delivery behind the global load balancer.',
    regions: 'global',
    programmes: PROGRAMMES,
    limits: {
      prices: 'North America and Europe, first 10 TiB',
      object: '5 TiB',
      needs: 'an external Application Load Balancer',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'egress_gb',
        usd: '0.08',
        source: 'https://cloud.google.com/cdn/pricing',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million',
        usd: '0.75',
        source: 'https://cloud.google.com/cdn/pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 8,
    tags: ['cdn', 'edge', 'https'],
  },
  {
    id: 'gcp/vpc',
    name: 'Virtual Private Cloud',
    provider: 'gcp',
    category: 'network',
    summary:
      'Private network over all regions, with subnets, routes, firewall rules and traffic to the internet.',
    regions: GCP_ALL,
    programmes: PROGRAMMES,
    limits: {
      'tier priced here': 'Premium, first TiB',
      'between zones': '0.01 USD a GB',
      networks: '15 a project by default',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'egress_gb',
        usd: '0.12',
        byRegion: {
          'australia-southeast1': '0.19',
          'australia-southeast2': '0.19',
        },
        source: 'https://cloud.google.com/vpc/network-pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 12,
    tags: ['vpc', 'subnets', 'egress', 'firewall'],
  },
  {
    id: 'gcp/application-load-balancer',
    name: 'External Application Load Balancer',
    provider: 'gcp',
    category: 'load_balancing',
    summary: 'Global load balancer for HTTP with one address, TLS and routing by host and path.',
    regions: GCP_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here': 'the first five forwarding rules',
      backends: '50 services a URL map by default',
      'health checks': 'included',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'hour',
        usd: '0.025',
        source: 'https://cloud.google.com/load-balancing/pricing',
        asOf: '2025-01-31',
      },
      {
        meter: 'processed_gb',
        usd: '0.008',
        source: 'https://cloud.google.com/load-balancing/pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 8,
    tags: ['load-balancer', 'http', 'tls', 'routing', 'global'],
  },
];
