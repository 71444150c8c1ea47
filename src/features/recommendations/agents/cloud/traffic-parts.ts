import type { Rest } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import { because, whole } from '../because.js';
import { messagingPart } from './messaging-part.js';
import type { Part } from './part.js';
import { LOAD, SIZE } from './rests.js';
import type { Shape } from './shape.js';

const ISOLATION: Rest = {
  path: '/technical_requirements/security_requirements/vpc_isolation_required',
  weight: 1,
};

/** What moves and keeps bytes: messages, objects, the edge, the network. */
export function trafficParts(situation: Situation, shape: Shape): readonly Part[] {
  return [
    ...(shape.messaging ? [messagingPart(situation, shape.messaging)] : []),
    ...(shape.objects.gib > 0 ? [objects(situation, shape.objects)] : []),
    ...(shape.cdn ? [edge(situation, shape.cdn)] : []),
    network(situation, shape),
  ];
}

function objects({ answers }: Situation, need: Shape['objects']): Part {
  return {
    key: 'object_storage',
    label: 'the object storage',
    wanted: {
      category: 'object_storage',
      use: {
        storage_gb_month: need.gib,
        requests_million_write: need.millionWrites,
        requests_million_read: need.millionReads,
      },
    },
    configuration: { versioning: true, public_access: false, lifecycle_days_to_cold: 90, encrypted: true },
    reasons: [
      because(
        answers,
        '/technical_requirements/scalability_requirements/current_data_size_gb',
        `${whole(need.gib)} GiB of it are files and not records.`,
        `${whole(need.gib)} GiB of files are assumed.`,
      ),
      because(
        answers,
        '/technical_requirements/scalability_requirements/expected_data_growth_rate',
        'object storage grows without being resized.',
      ),
    ],
    restsOn: [...SIZE, LOAD],
    serves: { cost: 0.7, reliability: 0.6, scalability: 0.5 },
    title: (service) => `${service} for ${whole(need.gib)} GiB of files`,
    summary: (service, monthly) =>
      `${service}: ${whole(need.gib)} GiB, versioned and closed to the public, ${monthly} a month with its requests; what nobody reads for 90 days moves to a colder class.`,
    benefits: [
      'Files survive the loss of a zone',
      'Storage that grows by itself and is paid by what it holds',
    ],
    steps: () => [
      'One bucket for each purpose, public access blocked for the whole account',
      'Versioning on, and a rule that ends old versions after 30 days',
      'Copy the files, compare checksums, then switch the readers',
      'Hand files out by links that expire, not through the application',
    ],
    risks: ['Reading cold classes costs by the gigabyte: measure what is read before rules are widened.'],
    businessImpact: 'Disks are no longer bought ahead, and no file depends on one machine.',
    tags: ['storage', 'files'],
    priority: 'medium',
    category: 'storage',
    pillar: 'cost',
  };
}

function edge({ answers }: Situation, need: NonNullable<Shape['cdn']>): Part {
  const cdn = '/technical_requirements/scalability_requirements/cdn_required';
  const global = '/technical_requirements/scalability_requirements/global_distribution_required';
  return {
    key: 'cdn',
    label: 'the content delivery network',
    wanted: { category: 'cdn', use: { egress_gb: need.gib, requests_million: need.millionRequests } },
    configuration: { tls: '1.2 or later', compression: true, cached: 'static files and public pages' },
    reasons: [
      because(answers, cdn, 'static content is served from the edge.'),
      because(
        answers,
        global,
        answers.technical.scalability_requirements?.global_distribution_required === true
          ? 'users far from the region get their answers from a place near them.'
          : 'users are near the region, the edge only takes load off it.',
        'users are assumed to be near the region.',
      ),
    ],
    restsOn: [{ path: cdn, weight: 2 }, { path: global, weight: 1 }, LOAD],
    serves: { performance: 1, scalability: 0.6 },
    title: (service) => `${service} in front: ${whole(need.gib)} GB a month from the edge`,
    summary: (service, monthly) =>
      `${service} delivers about four fifths of the traffic, ${whole(need.gib)} GB and ${whole(need.millionRequests)} million requests a month, for ${monthly}. The application sees the rest.`,
    benefits: [
      'Pages appear sooner, wherever the reader is',
      'The application is spared four of five requests',
    ],
    steps: () => [
      'Give files names that change with their content, and a lifetime of a year',
      'Send pages through the edge, with private ones marked as such',
      'Close the origin to everybody but the edge',
    ],
    risks: [
      'A private page that is cached is shown to others: only what is marked public may be kept.',
      'Edges stand outside the countries of residence: keep personal data out of what they cache.',
    ],
    businessImpact: 'First impressions no longer depend on the distance.',
    tags: ['cdn', 'edge'],
    priority: 'medium',
    category: 'network',
    pillar: 'performance',
  };
}

function network({ answers, plan }: Situation, shape: Shape): Part {
  const zones = Math.min(3, plan.region?.zones ?? 1);
  return {
    key: 'network',
    label: 'the private network',
    wanted: { category: 'network', tags: [['vpc'], ['vnet'], []], use: { egress_gb: shape.egressGib } },
    configuration: { subnets: zones * 2, zones, public_addresses: 'load balancer only' },
    reasons: [
      because(
        answers,
        ISOLATION.path,
        'data stores stand in subnets that have no way to the internet.',
        'private subnets are the default; they cost nothing.',
      ),
      because(
        answers,
        LOAD.path,
        `${whole(shape.egressGib)} GB a month leave the cloud.`,
        `${whole(shape.egressGib)} GB a month are derived from the users.`,
      ),
      ...plan.regionReasons.slice(0, 1),
    ],
    restsOn: [
      ISOLATION,
      LOAD,
      { path: '/business_requirements/data_residency_requirements', weight: 2 },
      { path: '/technical_requirements/scalability_requirements/planned_regions', weight: 1 },
    ],
    serves: { security: 0.8, reliability: 0.5 },
    title: (service) =>
      `${service} in ${plan.region?.name ?? 'the region'}: private subnets over ${zones} ${zones === 1 ? 'zone' : 'zones'}`,
    summary: (service, monthly) =>
      `${service} with a public and a private subnet in each of ${zones} ${zones === 1 ? 'zone' : 'zones'} of ${plan.region?.city ?? 'the region'}. Traffic out, ${whole(shape.egressGib)} GB a month, is what it costs: ${monthly}.`,
    benefits: [
      'Data stores cannot be reached from the internet',
      'A zone can fail without a change of addresses',
    ],
    steps: () => [
      'Plan address ranges that leave room for a second region and for your offices',
      'Write the network as code and review each change',
      'Allow by rule what each part needs, deny the rest',
    ],
    risks: ['Traffic out is the line of the bill that surprises: put an alarm on it.'],
    businessImpact: 'A mistake in one part does not open the others.',
    tags: ['network', 'isolation'],
    priority: 'high',
    category: 'network',
    pillar: 'security',
  };
}
