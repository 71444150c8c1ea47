import { decimal } from '../../../../kernel/money.js';
import { adviceOf } from '../../advice/advice-builder.js';
import type { Rest } from '../../advice/confidence.js';
import { pricedService, totalOf } from '../../advice/pricing.js';
import type { Situation } from '../../advice/situation.js';
import type { Advice, RecommendationCategory, RecommendedService } from '../../recommendation.js';
import { because, counted, listed } from '../because.js';
import type { SecurityAnswer } from '../data/control.js';
import {
  alternativesTo,
  certificationRisks,
  type Offer,
  offerOf,
  offersElsewhere,
  priceMargin,
} from '../offers.js';
import { answerPath, dutiesOf, isAskedFor, type MeasureTheme, THEME_ANSWERS } from './duties.js';
import { type Measure, measuresOf } from './measures.js';
import { THEME_WORDS } from './theme-words.js';

interface Bought {
  readonly measure: Measure;
  readonly offer: Offer;
  readonly elsewhere: readonly Offer[];
}

/** Done by everybody, asked for or not: they cost next to nothing and everything else rests on them. */
const ALWAYS: readonly MeasureTheme[] = ['encryption', 'access'];

/** One kind of measures with the services that carry it out; null where nobody asks for it. */
export function themeAdvice(situation: Situation, theme: MeasureTheme): Advice | null {
  const wanted = wantedAnswers(situation, theme);
  if (wanted.length === 0 && !ALWAYS.includes(theme)) return null;
  const words = THEME_WORDS[theme];
  const measures = measuresOf(situation, theme).filter(
    ({ onlyFor }) => onlyFor === null || onlyFor.some((answer) => wanted.includes(answer)),
  );
  const bought = boughtFor(situation, measures);
  const lacking = measures.filter((measure) => !bought.some((each) => each.measure === measure));
  const reasons = reasonsOf(situation, theme, wanted);
  const services = distinct(bought).map((each) => recommended(situation, each, reasons));
  const clauses = dutiesOf(situation)
    .filter((duty) => duty.theme === theme)
    .map((duty) => duty.clause);
  const monthly = decimal(totalOf(services));
  const cost = monthly === '0.00' ? 'without a charge for this use' : `for $${monthly} a month`;
  return adviceOf(situation, 'compliance_agent', {
    key: `measure_${theme}`,
    title:
      services.length === 0
        ? words.title
        : `${words.title}: ${listed(services.map((service) => service.service_name))}`,
    summary: `${words.what} ${services.length === 0 ? 'No service is bought for it.' : `${counted(services.length, 'service')} ${cost}.`} ${clauses.length === 0 ? 'No regulation that was named asks for it.' : `Carries out ${counted(clauses.length, 'clause')}: ${listed(clauses.slice(0, 3))}${clauses.length > 3 ? ' and others' : ''}.`}`,
    reasons,
    restsOn: restsOn(theme),
    margin: marginOf(bought),
    serves: { security: 1, compliance: clauses.length === 0 ? 0.3 : 0.8 },
    services,
    extraHours: words.hours,
    data: { theme, clauses, measures: measures.map((measure) => measure.name) },
    benefits: words.benefits,
    steps: words.steps,
    risks: [
      ...words.risks,
      ...lacking.map((measure) =>
        situation.plan.region === null
          ? `For ${measure.name} no provider’s service may be used: run an open one yourselves.`
          : `For ${measure.name} no service was found in the region: run an open one yourselves.`,
      ),
      ...certificationRisks(
        situation,
        bought.map(({ offer }) => offer.service),
      ),
    ],
    businessImpact: words.impact,
    tags: ['security', theme],
    priority: clauses.length > 0 ? 'high' : 'medium',
    category: 'security' satisfies RecommendationCategory,
    pillar: 'security',
  });
}

/** The measures of a theme that an answer or a required regulation asks for. */
function wantedAnswers(situation: Situation, theme: MeasureTheme): readonly SecurityAnswer[] {
  const duties = dutiesOf(situation);
  return THEME_ANSWERS[theme].filter(
    (answer) => isAskedFor(situation, answer) === true || duties.some((duty) => duty.answer === answer),
  );
}

function boughtFor(situation: Situation, measures: readonly Measure[]): readonly Bought[] {
  return measures.flatMap((measure) => {
    const offer = offerOf(situation, situation.plan.primary, measure.wanted);
    return offer === null ? [] : [{ measure, offer, elsewhere: offersElsewhere(situation, measure.wanted) }];
  });
}

/** A service that carries out two measures is bought once. */
function distinct(bought: readonly Bought[]): readonly Bought[] {
  return bought.filter(
    ({ offer }, index) => bought.findIndex((other) => other.offer.service.id === offer.service.id) === index,
  );
}

function recommended(
  situation: Situation,
  { measure, offer, elsewhere }: Bought,
  reasons: readonly string[],
): RecommendedService {
  const { service, region, use, monthly } = offer;
  return pricedService(situation.catalogue, service, region, use, {
    configuration: measure.configuration,
    reasons: reasons.slice(0, 3),
    alternatives: alternativesTo(
      situation,
      { name: service.name, monthly },
      elsewhere.map((other) => ({ ...other, name: other.service.name })),
    ),
  });
}

function reasonsOf(
  situation: Situation,
  theme: MeasureTheme,
  wanted: readonly SecurityAnswer[],
): readonly string[] {
  const { answers } = situation;
  const duties = dutiesOf(situation);
  const reasons = THEME_ANSWERS[theme].map((answer: SecurityAnswer) => {
    const duty = duties.find((each) => each.answer === answer);
    const by = duty === undefined ? '' : ` ${duty.clause} asks for it.`;
    if (isAskedFor(situation, answer) === true)
      return because(answers, answerPath(answer), `it is part of the plan.${by}`);
    if (duty !== undefined)
      return because(answers, answerPath(answer), `${duty.clause} asks for it all the same.`);
    return because(
      answers,
      answerPath(answer),
      'it is left out.',
      wanted.length === 0 ? 'the usual minimum is taken.' : 'it is left out until somebody asks for it.',
    );
  });
  return plainly(reasons, situation.plan.programmes);
}

function plainly(reasons: readonly string[], required: readonly string[]): readonly string[] {
  return required.length === 0
    ? reasons
    : [...reasons, `compliance_requirements is ${required.join(', ')}: their clauses are counted in.`];
}

function marginOf(bought: readonly Bought[]): number | null {
  const [dearest] = bought.toSorted((a, b) => (a.offer.monthly > b.offer.monthly ? -1 : 1));
  return dearest === undefined
    ? null
    : priceMargin(
        dearest.offer.monthly,
        dearest.elsewhere.map((other) => other.monthly),
      );
}

function restsOn(theme: MeasureTheme): readonly Rest[] {
  return [
    ...THEME_ANSWERS[theme].map((answer: SecurityAnswer) => ({ path: answerPath(answer), weight: 2 })),
    { path: '/business_requirements/compliance_requirements', weight: 2 },
    {
      path: '/technical_requirements/performance_requirements/requests_per_second',
      weight: 1,
      or: ['/business_requirements/growth_projection/current_users'],
    },
  ];
}
