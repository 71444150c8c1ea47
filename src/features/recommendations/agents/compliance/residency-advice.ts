import { PROVIDER_NAMES } from '../../advice/names.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { mayHold, residencyOf } from '../../advice/placement.js';
import type { Situation } from '../../advice/situation.js';
import { CATALOGUE_PROVIDERS } from '../../catalogue/catalogue.types.js';
import type { Advice } from '../../recommendation.js';
import { because, counted, listed } from '../because.js';

const RESIDENCY = '/business_requirements/data_residency_requirements';

/** Where the data may be, and how it is kept there; null where nobody asked and no regulation cares. */
export function residencyAdvice(situation: Situation): Advice | null {
  const { answers, plan, catalogue } = situation;
  const residency = residencyOf(answers);
  if (residency.length === 0 && !plan.programmes.includes('gdpr')) return null;
  const where = residency.length === 0 ? 'the Union' : listed(residency.map((code) => code.toUpperCase()));
  const choices = CATALOGUE_PROVIDERS.map((provider) => ({
    provider,
    regions: catalogue
      .regionsOf(provider)
      .filter((region) => mayHold(region, residency))
      .map(({ name }) => name),
  }));
  const planned = [plan.region, plan.recoveryRegion].flatMap((region) =>
    region === null ? [] : [`${region.name} (${region.city})`],
  );
  const onOwnSites = answers.technical.deployment_model === 'on_premises';
  const outside = residency.length === 0 && plan.region !== null && !plan.region.inEu;
  return adviceOf(situation, 'compliance_agent', {
    key: 'data_residency',
    title: onOwnSites
      ? `Keep the data on your own sites in ${where}`
      : plan.region === null
        ? `No cloud may hold the data: it has to stay in ${where}`
        : `Keep the data in ${listed(planned)}`,
    summary: onOwnSites
      ? `The data must stay in ${where}. Nothing is placed in a cloud, so sites of your own there keep it, with every copy and backup.`
      : plan.region === null
        ? `The data must stay in ${where}. No cloud region that the catalogue knows may be used. It stays on your own sites until a region opens there.`
        : `${residency.length === 0 ? 'GDPR restricts transfers out of the Union.' : `The data must stay in ${where}.`} The plan uses ${listed(planned)}; ${counted(plan.allowedRegions.length, 'region')} of ${PROVIDER_NAMES[plan.primary]} would be allowed. Every other region is denied by policy.`,
    reasons: [
      because(
        answers,
        RESIDENCY,
        onOwnSites
          ? 'your own sites there hold it.'
          : plan.region === null
            ? 'no region fits.'
            : `${plan.region.name} lies within.`,
        'GDPR Art. 44 alone sets the limit.',
      ),
      ...plan.regionReasons.filter((reason) => !reason.startsWith('Data residency')).slice(0, 2),
      ...(plan.programmes.includes('gdpr')
        ? [
            because(
              answers,
              '/business_requirements/compliance_requirements',
              'GDPR Art. 44 restricts transfers to third countries.',
            ),
          ]
        : []),
    ],
    restsOn: [
      { path: RESIDENCY, weight: 4 },
      { path: '/business_requirements/compliance_requirements', weight: 2 },
      { path: '/technical_requirements/scalability_requirements/planned_regions', weight: 1 },
      { path: '/technical_requirements/scalability_requirements/disaster_recovery_regions', weight: 1 },
    ],
    margin: null,
    serves: { compliance: 1, security: 0.3 },
    services: [],
    extraHours: 16,
    data: { residency, regions: planned, allowed: choices },
    benefits: [
      'A resource in a wrong place is refused, not found later',
      'The question "where is our data" has one written answer',
    ],
    steps: [
      ...(plan.region === null
        ? ['Name the sites that may hold the data, and keep backups, logs and replicas at them, too']
        : [
            'Deny all other regions by a policy over the whole organisation',
            'Pin backups, logs and replicas to the allowed regions, too',
          ]),
      'Check global services (edge, identity, mail) for what they keep elsewhere',
      'Report the place of each store once a month',
    ],
    risks: [
      ...(plan.region !== null && plan.recoveryRegion === null
        ? [
            `There is no second allowed region at ${PROVIDER_NAMES[plan.primary]}: a regional disaster is survived only by a copy outside it.`,
          ]
        : []),
      ...(outside
        ? [
            `${plan.region?.name ?? ''} lies outside the Union: GDPR Art. 46 safeguards are needed for personal data of people there.`,
          ]
        : []),
      'Support staff of the provider can sit elsewhere: ask for the terms of access.',
    ],
    businessImpact: `The data stays where law and contracts want it: ${where}.`,
    tags: ['compliance', 'residency', ...residency],
    priority: plan.region === null && !onOwnSites ? 'critical' : 'high',
    category: 'compliance',
    pillar: 'security',
  });
}
