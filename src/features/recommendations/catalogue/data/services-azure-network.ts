import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { AZURE_ALL } from './regions.js';

/** Azure: networks, load balancers and content delivery. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const AZURE_NETWORK: readonly CatalogueService[] = [
  {
    id: 'azure/front-door',
    name: 'Azure Front Door, Standard',
    provider: 'azure',
    category: 'cdn',
    summary: 'Content delivery and global routing of HTTP with TLS and health checks.',
    regions: 'global',
    programmes: PROGRAMMES,
    limits: {
      prices: 'North America and Europe, first 10 TB',
      endpoints: '10 a profile',
      'rule sets': '100',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'egress_gb',
        usd: '0.083',
        source: 'https://azure.microsoft.com/en-us/pricing/details/frontdoor/',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million',
        usd: '0.90',
        source: 'https://azure.microsoft.com/en-us/pricing/details/frontdoor/',
        asOf: '2025-01-31',
      },
      {
        meter: 'month',
        usd: '35.00',
        source: 'https://azure.microsoft.com/en-us/pricing/details/frontdoor/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 8,
    tags: ['cdn', 'edge', 'https', 'global-routing'],
  },
  {
    id: 'azure/virtual-network',
    name: 'Azure Virtual Network',
    provider: 'azure',
    category: 'network',
    summary:
      'Private network in a region, with subnets, routes, security groups and traffic to the internet.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'free egress': '100 GB a month',
      networks: '1000 a subscription',
      address: '0.005 USD an hour for a static public one',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'egress_gb',
        usd: '0.087',
        byRegion: {
          southeastasia: '0.12',
          eastasia: '0.12',
          australiaeast: '0.12',
          australiasoutheast: '0.12',
          japaneast: '0.12',
          japanwest: '0.12',
          koreacentral: '0.12',
          centralindia: '0.12',
          southindia: '0.12',
          brazilsouth: '0.181',
        },
        source: 'https://azure.microsoft.com/en-us/pricing/details/bandwidth/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 12,
    tags: ['vnet', 'subnets', 'egress', 'security-groups'],
  },
  {
    id: 'azure/application-gateway',
    name: 'Azure Application Gateway v2',
    provider: 'azure',
    category: 'load_balancing',
    summary: 'Load balancer for HTTP with routing by host and path, TLS and health checks over zones.',
    regions: AZURE_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here': 'one capacity unit passes 2.22 Mbit a second, about 1 GB an hour',
      listeners: '100',
      backends: '100 pools',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'hour',
        usd: '0.246',
        source: 'https://azure.microsoft.com/en-us/pricing/details/application-gateway/',
        asOf: '2025-01-31',
      },
      {
        meter: 'processed_gb',
        usd: '0.008',
        source: 'https://azure.microsoft.com/en-us/pricing/details/application-gateway/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 8,
    tags: ['load-balancer', 'http', 'tls', 'routing'],
  },
];
