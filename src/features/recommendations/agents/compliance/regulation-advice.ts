import { PROVIDER_NAMES } from '../../advice/names.js';
import { adviceOf } from '../../advice/advice-builder.js';
import { missing } from '../../advice/answer-paths.js';
import type { Rest } from '../../advice/confidence.js';
import type { Situation } from '../../advice/situation.js';
import type { Programme } from '../../catalogue/catalogue.types.js';
import type { Advice } from '../../recommendation.js';
import { because, counted, listed } from '../because.js';
import type { Control } from '../data/control.js';
import { REGULATIONS } from '../data/regulations.js';
import { answerPath, isAskedFor } from './duties.js';

/** Evidence, paper and rehearsal of a control that people and contracts carry out; services bring their own hours. */
const HOURS_PER_CONTROL = 6;
const REQUIRED = '/business_requirements/compliance_requirements';

type State = 'asked_for' | 'contradicted' | 'open' | 'organisational';

/** One required regulation: its controls, which of them the answers already ask for, and which they do not. */
export function regulationAdvice(situation: Situation, programme: Programme): Advice {
  const { answers } = situation;
  const regulation = REGULATIONS[programme];
  const controls = regulation.controls.map((control) => ({ control, state: stateOf(situation, control) }));
  const inState = (state: State) =>
    controls.filter((each) => each.state === state).map(({ control }) => control);
  const [asked, contradicted, open] = [inState('asked_for'), inState('contradicted'), inState('open')];
  const gaps = [...contradicted, ...open];
  return adviceOf(situation, 'compliance_agent', {
    key: `regulation_${programme}`,
    title: `${regulation.name}: ${counted(controls.length, 'control')}, ${gaps.length === 0 ? 'all asked for' : `${counted(gaps.length, 'gap')} in the answers`}`,
    summary: `${regulation.edition}. Of ${counted(controls.length, 'control')} the answers ask for ${asked.length}, contradict ${contradicted.length} and leave ${open.length} open; ${inState('organisational').length} are people's work. ${firstGap(gaps)}`,
    reasons: [
      because(answers, REQUIRED, `${regulation.name} is among them.`),
      ...contradicted.slice(0, 5).map((control) => reasonFor(situation, control)),
      ...asked.slice(0, 5).map((control) => reasonFor(situation, control)),
    ],
    restsOn: restsOn(regulation.controls),
    margin: null,
    serves: { compliance: 1, security: 0.6 },
    services: [],
    extraHours: controls.length * HOURS_PER_CONTROL,
    data: {
      regulation: programme,
      edition: regulation.edition,
      controls: controls.map(({ control, state }) => ({ ...control, state })),
      questions_of_controls: missing(
        answers,
        restsOn(open).map((rest) => rest.path),
      ),
    },
    benefits: [`Evidence for ${regulation.name}: ${regulation.evidence}`, `Spares ${regulation.consequence}`],
    steps: [...gaps, ...inState('organisational'), ...asked].map(
      (control) => `${control.clause}: ${control.action}`,
    ),
    prerequisites: [`Somebody answers for ${regulation.name} by name`],
    risks: [
      `Failing it means ${regulation.consequence}.`,
      ...contradicted.map(
        (control) =>
          `${control.clause} (${control.title}) is required, but ${control.answer ?? ''} was answered with no.`,
      ),
      ...scopeRisks(situation, programme),
      'A list of controls is no legal advice: have counsel or the assessor confirm the scope.',
    ],
    businessImpact: `Lets the business work under ${regulation.name}: ${regulation.evidence}.`,
    tags: ['compliance', programme],
    priority: contradicted.length > 0 ? 'critical' : 'high',
    category: 'compliance',
    pillar: 'security',
  });
}

function stateOf(situation: Situation, { answer }: Control): State {
  if (answer === null) return 'organisational';
  const asked = isAskedFor(situation, answer);
  if (asked === null) return 'open';
  return asked ? 'asked_for' : 'contradicted';
}

function reasonFor({ answers }: Situation, control: Control): string {
  return control.answer === null
    ? control.clause
    : because(answers, answerPath(control.answer), `${control.clause} (${control.title}) asks for it.`);
}

function firstGap(gaps: readonly Control[]): string {
  if (gaps.length === 0) return 'What remains is evidence.';
  return `Missing first: ${listed(gaps.slice(0, 3).map((control) => `${control.title} (${control.clause})`))}.`;
}

function restsOn(controls: readonly Control[]): readonly Rest[] {
  const paths = new Set(controls.flatMap(({ answer }) => (answer === null ? [] : [answerPath(answer)])));
  return [
    { path: REQUIRED, weight: 4 },
    { path: '/business_requirements/industry', weight: 1 },
    ...[...paths].toSorted().map((path) => ({ path, weight: 1 })),
  ];
}

function scopeRisks(situation: Situation, programme: Programme): readonly string[] {
  const { catalogue, plan } = situation;
  if (plan.region === null) return ['No provider shares the controls: each is your own on your own sites.'];
  const outside = catalogue.services.filter(
    (service) => service.provider === plan.primary && !service.programmes.includes(programme),
  ).length;
  if (outside === 0) return [];
  return [
    `${counted(outside, 'service')} of ${PROVIDER_NAMES[plan.primary]} in the catalogue are outside its ${REGULATIONS[programme].name} scope: check the list before one is added.`,
  ];
}
