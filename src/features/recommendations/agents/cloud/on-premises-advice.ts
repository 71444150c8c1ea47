import { adviceOf } from '../../advice/advice-builder.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice } from '../../recommendation.js';
import { because, whole } from '../because.js';

/** Sizes as vendors sell them; one server more than is needed may fail. */
const SERVERS = [
  { vcpu: 16, memoryGib: 64 },
  { vcpu: 32, memoryGib: 256 },
  { vcpu: 64, memoryGib: 512 },
] as const;
const LARGEST = SERVERS[SERVERS.length - 1] ?? SERVERS[0];
/** Up first, then out: a larger size from the fourth server on. */
const MOST_OF_A_SIZE = 3;
/** Disks in mirrors, and room for a copy of a day. */
const RAW_PER_USABLE = 2.5;

/** Where no cloud may be used: the capacity to provide on own sites, without a price that nobody could check. */
export function onPremisesAdvice(situation: Situation): Advice {
  const { answers, plan, sizing } = situation;
  const { in12Months: needed } = sizing;
  const countOf = (size: { vcpu: number; memoryGib: number }) =>
    Math.ceil(Math.max(needed.vcpu / size.vcpu, needed.memoryGib / size.memoryGib, 1));
  const server = SERVERS.find((size) => countOf(size) <= MOST_OF_A_SIZE) ?? LARGEST;
  const servers = countOf(server) + 1;
  const rawGib = Math.ceil(needed.storageGib * RAW_PER_USABLE);
  return adviceOf(situation, 'cloud_engineer_agent', {
    key: 'on_premises_platform',
    title: `Provide ${servers} servers and ${whole(rawGib)} GiB of raw storage on your own sites`,
    summary: `Nothing may be placed in a cloud. The load in twelve months needs ${needed.vcpu.toFixed(1)} vCPU, ${needed.memoryGib.toFixed(1)} GiB of memory and ${whole(needed.storageGib)} GiB of data: ${servers} servers of ${server.vcpu} vCPU, one of which may fail.`,
    reasons: [
      ...plan.regionReasons,
      because(
        answers,
        '/technical_requirements/deployment_model',
        'the platform stands on your own sites.',
        'no allowed region was found for the residency required.',
      ),
      because(
        answers,
        '/business_requirements/data_residency_requirements',
        'the data stays there.',
        'no place is excluded.',
      ),
    ],
    restsOn: [
      { path: '/technical_requirements/deployment_model', weight: 2 },
      { path: '/business_requirements/data_residency_requirements', weight: 2 },
      {
        path: '/technical_requirements/performance_requirements/requests_per_second',
        weight: 2,
        or: ['/business_requirements/growth_projection/current_users'],
      },
      { path: '/technical_requirements/scalability_requirements/current_data_size_gb', weight: 2 },
    ],
    margin: null,
    serves: { compliance: 0.8, security: 0.5, reliability: 0.5 },
    services: [],
    data: { servers, server, raw_storage_gib: rawGib, capacity_in_12_months: needed },
    benefits: ['The data does not leave your sites', 'Cost is known ahead: it is bought, not metered'],
    steps: [
      'Ask three vendors for the servers and storage stated, with five years of support',
      'Put them into two rooms with separate power',
      'Run the application in containers, so that a later move changes no code',
      'Rehearse the loss of a server and of a room before going live',
    ],
    prerequisites: ['Room, power and cooling in two fire sections'],
    risks: [
      'Hardware takes 8 to 16 weeks to come: order for twelve months ahead.',
      'Patches, spare parts and nights on call are your own.',
      'It is not priced here: hardware has no public price list that could be checked.',
    ],
    businessImpact: 'The system may run where the law or the owner wants it.',
    tags: ['on-premises', 'capacity'],
    priority: 'high',
    category: 'compute',
    pillar: 'reliability',
  });
}
