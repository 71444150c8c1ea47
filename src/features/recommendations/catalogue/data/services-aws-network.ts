import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { AWS_ALL } from './regions.js';

/** AWS: networks, load balancers and content delivery. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const AWS_NETWORK: readonly CatalogueService[] = [
  {
    id: 'aws/cloudfront',
    name: 'Amazon CloudFront',
    provider: 'aws',
    category: 'cdn',
    summary: 'Content delivery from more than 600 places, with functions at the edge.',
    regions: 'global',
    programmes: PROGRAMMES,
    limits: {
      prices: 'North America and Europe, first 10 TB, HTTPS',
      free: '1 TB and 10 million requests a month',
      object: '30 GB',
      origins: '25 a distribution',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'egress_gb',
        usd: '0.085',
        source: 'https://aws.amazon.com/cloudfront/pricing/',
        asOf: '2025-01-31',
      },
      {
        meter: 'requests_million',
        usd: '1.00',
        source: 'https://aws.amazon.com/cloudfront/pricing/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 8,
    tags: ['cdn', 'edge', 'https', 'ddos-protection'],
  },
  {
    id: 'aws/vpc',
    name: 'Amazon VPC',
    provider: 'aws',
    category: 'network',
    summary:
      'Private network of an account in a region, with subnets, routes, security groups and traffic to the internet.',
    regions: AWS_ALL,
    programmes: PROGRAMMES,
    limits: {
      'free egress': '100 GB a month',
      'between zones': '0.01 USD a GB each way',
      networks: '5 a region by default',
      'public address': '0.005 USD an hour each',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'egress_gb',
        usd: '0.09',
        byRegion: {
          'sa-east-1': '0.15',
          'ap-south-1': '0.1093',
          'ap-southeast-1': '0.12',
          'ap-southeast-2': '0.114',
          'ap-northeast-1': '0.114',
          'ap-northeast-2': '0.126',
          'af-south-1': '0.154',
          'me-central-1': '0.11',
        },
        source: 'https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 12,
    tags: ['vpc', 'subnets', 'egress', 'security-groups'],
  },
  {
    id: 'aws/alb',
    name: 'Elastic Load Balancing, Application',
    provider: 'aws',
    category: 'load_balancing',
    summary: 'Load balancer for HTTP with routing by host and path, TLS and health checks over zones.',
    regions: AWS_ALL,
    programmes: PROGRAMMES,
    limits: {
      'priced here': 'one capacity unit processes 1 GB an hour',
      rules: '100 by default',
      targets: '1000',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'hour',
        usd: '0.0225',
        byRegion: {
          'eu-central-1': '0.027',
          'eu-west-1': '0.0252',
        },
        source: 'https://aws.amazon.com/elasticloadbalancing/pricing/',
        asOf: '2025-01-31',
      },
      {
        meter: 'processed_gb',
        usd: '0.008',
        source: 'https://aws.amazon.com/elasticloadbalancing/pricing/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'low',
    setupHours: 4,
    tags: ['load-balancer', 'http', 'tls', 'routing'],
  },
];
