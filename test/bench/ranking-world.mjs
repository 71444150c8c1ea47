/*
 * People with hidden preferences who are shown lists, look at them from the top with falling attention, and interact. The
 * order of the lists and the training are the product's own, given as `product`: the bench takes them from the build, the
 * test from the sources.
 */

/** @typedef {import('../../src/features/recommendations/recommendation.js').Recommendation} Recommendation */
/** @typedef {import('../../src/features/assessments/index.js').Assessment} Assessment */
/** @typedef {import('../../src/features/recommendations/ranking/model.js').RankingModel} RankingModel */
/** @typedef {import('../../src/features/recommendations/ranking/observation.js').Observation} Observation */
/**
 * @typedef {object} Product
 * @property {typeof import('../../src/features/recommendations/ranking/order.js').orderOf} orderOf
 * @property {typeof import('../../src/features/recommendations/ranking/train.js').train} train
 * @property {typeof import('../../src/features/recommendations/ranking/interaction.js').gainOf} gainOf
 * @property {RankingModel} NO_MODEL
 */
/**
 * @typedef {object} Play
 * @property {number} seed
 * @property {number} interactions
 * @property {boolean} [correctBias] false: training takes every position for looked at
 * @property {boolean} [pureNoise] true: what people do has nothing to do with what they want
 * @property {number} [attentionDecay] of the simulated people; the product assumes 1
 */
/** @typedef {{ readonly prior: number, readonly learned: number }} Quality NDCG@5 of people who were not learned from */

const PEOPLE = 60;
const JUDGES = 60;
const LIST_LENGTH = 25;
const ADVICE = 40;
const BATCH = 50;
const TOP = 5;
/** How far a person's taste is from everybody's. */
const OWN_TASTE = 0.3;
/** Part of the interactions that are slips: another recommendation was meant, or none. */
const SLIPS = 0.15;
const GRADES = 4;

/**
 * Plays until so many interactions were made, training after each batch, and judges the orders before and after.
 * @param {Product} product
 * @param {Play} play
 * @returns {Quality}
 */
export function playRanking(product, play) {
  const { judges, model } = gameOf(product, play);
  return { prior: quality(product, judges, product.NO_MODEL), learned: quality(product, judges, model) };
}

/** Plays until so many interactions were made. */
function gameOf(/** @type {Product} */ product, /** @type {Play} */ play) {
  const random = randomOf(play.seed);
  const world = worldOf(random);
  const people = Array.from({ length: PEOPLE }, (_, index) => personOf(world, random, `person ${index}`));
  const judges = Array.from({ length: JUDGES }, (_, index) => personOf(world, random, `judge ${index}`));
  /** @type {Map<string, Observation>} */
  const done = new Map();
  let model = product.NO_MODEL;
  for (let sinceTraining = 0; done.size < play.interactions;) {
    const person = people[Math.floor(random() * people.length)];
    if (person === undefined) break;
    const before = done.size;
    visit(product, play, random, person, model, done);
    sinceTraining += done.size - before;
    if (sinceTraining < BATCH) continue;
    sinceTraining = 0;
    model = trained(product, play, model, done);
  }
  model = trained(product, play, model, done);
  return { world, random, judges, done, model };
}

/**
 * The same play, and then one more person who clicks on one agent's advice far down, over and over.
 * @param {Product} product
 * @param {Play & { readonly clicks: number }} play
 * @returns {{ readonly before: number, readonly after: number, readonly kept: number }} NDCG@5 of the others without and with
 *   him, and which part of their first five he left there
 */
export function playFlood(product, { clicks, ...play }) {
  const game = gameOf(product, play);
  const flooder = personOf(game.world, game.random, 'flooder');
  const { places } = product.orderOf(flooder.assessment, flooder.recommendations, product.NO_MODEL);
  const list = places.map(({ features }) => features);
  const agent = places.at(-1)?.recommendation.agent_name;
  const targets = places.flatMap((place, index) =>
    place.recommendation.agent_name === agent ? [index] : [],
  );
  const flooded = new Map(game.done);
  for (let click = 0; click < clicks; click += 1) {
    flooded.set(`flooder ${click}`, {
      userId: 'flooder',
      list,
      place: targets[click % targets.length] ?? 0,
      gain: product.gainOf({ kind: 'implement', value: null }),
      positionKnown: true,
    });
  }
  const [without, together] = [game.done, flooded].map((done) => trained(product, play, game.model, done));
  if (without === undefined || together === undefined) throw new Error('two were trained');
  const kept = game.judges.map(({ assessment, recommendations }) => {
    const [one, other] = [without, together].map((model) =>
      product
        .orderOf(assessment, recommendations, model)
        .places.slice(0, TOP)
        .map(({ recommendation }) => recommendation.id),
    );
    return (one ?? []).filter((id) => other?.includes(id)).length / TOP;
  });
  return {
    before: quality(product, game.judges, without),
    after: quality(product, game.judges, together),
    kept: kept.reduce((sum, share) => sum + share, 0) / kept.length,
  };
}

/** @returns {RankingModel} */
function trained(
  /** @type {Product} */ product,
  /** @type {Play} */ { correctBias = true },
  /** @type {RankingModel} */ model,
  /** @type {Map<string, Observation>} */ done,
) {
  return { version: model.version + 1, ...product.train([...done.values()], { correctBias }) };
}

/**
 * One look at the list as it stands: each position is looked at with falling probability, and what is seen may be acted on.
 * @param {Product} product
 * @param {Play} play
 * @param {() => number} random
 * @param {Person} person
 * @param {RankingModel} model
 * @param {Map<string, Observation>} done by person, recommendation and kind: a repetition counts once
 */
function visit(product, { attentionDecay = 1, pureNoise = false }, random, person, model, done) {
  const { places } = product.orderOf(person.assessment, person.recommendations, model);
  const list = places.map(({ features }) => features);
  places.forEach(({ recommendation }, place) => {
    if (random() > (1 / (place + 1)) ** attentionDecay) return;
    const wanted = pureNoise || random() < SLIPS ? random() : person.wants(recommendation);
    const kind = actOf(wanted, random);
    if (kind === null) return;
    done.set(`${person.name} ${recommendation.id} ${kind}`, {
      userId: person.name,
      list,
      place,
      gain: product.gainOf({ kind, value: null }),
      positionKnown: true,
    });
  });
}

/** @returns {'click' | 'save' | 'implement' | 'dismiss' | null} */
function actOf(/** @type {number} */ wanted, /** @type {() => number} */ random) {
  if (random() < wanted) {
    const depth = random() * wanted;
    if (depth > 0.75) return 'implement';
    return depth > 0.5 ? 'save' : 'click';
  }
  return random() < 0.15 * (1 - wanted) ? 'dismiss' : null;
}

/** Mean NDCG@5 (Jarvelin & Kekalainen 2002). */
function quality(
  /** @type {Product} */ product,
  /** @type {readonly Person[]} */ judges,
  /** @type {RankingModel} */ model,
) {
  const each = judges.map(({ assessment, recommendations, wants }) => {
    const shown = product
      .orderOf(assessment, recommendations, model)
      .places.map((place) => place.recommendation);
    const best = recommendations.toSorted((a, b) => wants(b) - wants(a));
    return discounted(shown.map(wants)) / discounted(best.map(wants));
  });
  return each.reduce((sum, ndcg) => sum + ndcg, 0) / each.length;
}

function discounted(/** @type {readonly number[]} */ wanted) {
  return wanted
    .slice(0, TOP)
    .reduce((sum, want, index) => sum + (2 ** (want * GRADES) - 1) / Math.log2(index + 2), 0);
}

const AGENTS = /** @type {const} */ ([
  'cto_agent',
  'cloud_engineer_agent',
  'infrastructure_agent',
  'compliance_agent',
  'simulation_agent',
]);
const CATEGORIES = /** @type {const} */ ([
  'strategy',
  'compute',
  'storage',
  'database',
  'network',
  'security',
  'compliance',
  'reliability',
  'operations',
  'cost',
]);
const PILLARS = /** @type {const} */ ([
  'operations',
  'security',
  'reliability',
  'performance',
  'cost',
  'sustainability',
]);
const PRIORITIES = /** @type {const} */ (['low', 'medium', 'high', 'critical']);
const COMPLEXITIES = /** @type {const} */ (['low', 'medium', 'high']);
const PROVIDERS = /** @type {const} */ (['aws', 'azure', 'gcp']);
const SIZES = /** @type {const} */ (['startup', 'small', 'medium', 'large', 'enterprise']);
const INDUSTRIES = /** @type {const} */ (['technology', 'healthcare', 'finance', 'retail', 'government']);
const BUDGET = 10_000;

/**
 * @typedef {object} World
 * @property {Readonly<Record<string, number>>} tastes what everybody wants, more or less
 * @property {readonly AdviceKind[]} advice what the agents have to say
 */
/**
 * @typedef {object} AdviceKind
 * @property {Recommendation['agent_name']} agent_name
 * @property {Recommendation['category']} category
 * @property {Recommendation['pillar']} pillar
 * @property {Recommendation['priority']} priority
 * @property {number} confidence
 * @property {number} alignment
 * @property {'low' | 'medium' | 'high'} complexity
 */
/**
 * @typedef {object} Person
 * @property {string} name
 * @property {Assessment} assessment
 * @property {readonly Recommendation[]} recommendations
 * @property {(recommendation: Recommendation) => number} wants how probably he acts on it once he looks at it
 */

/** @returns {World} */
function worldOf(/** @type {() => number} */ random) {
  return { tastes: tastesOf(random, 1), advice: Array.from({ length: ADVICE }, () => adviceOf(random)) };
}

/**
 * Agents give the same advice to many, and are as sure of it each time: so some kinds of advice always stand on top, and
 * are clicked for that alone.
 * @returns {AdviceKind}
 */
function adviceOf(/** @type {() => number} */ random) {
  return {
    agent_name: pick(random, AGENTS),
    category: pick(random, CATEGORIES),
    pillar: pick(random, PILLARS),
    priority: pick(random, PRIORITIES),
    confidence: 0.35 + 0.6 * random(),
    alignment: random(),
    complexity: pick(random, COMPLEXITIES),
  };
}

/** Independent of the calculated score: the part of what people want that only they can tell. */
function tastesOf(/** @type {() => number} */ random, /** @type {number} */ size) {
  const words = [...AGENTS, ...CATEGORIES, ...PILLARS, 'cost_share', 'complexity'];
  return Object.fromEntries(words.map((word) => [word, size * normal(random)]));
}

/** @returns {Person} */
function personOf(
  /** @type {World} */ { tastes, advice },
  /** @type {() => number} */ random,
  /** @type {string} */ name,
) {
  const own = tastesOf(random, OWN_TASTE);
  const taste = (/** @type {string} */ word) => (tastes[word] ?? 0) + (own[word] ?? 0);
  const assessment = assessmentOf(random);
  const recommendations = shuffled(random, advice)
    .slice(0, LIST_LENGTH)
    .map((kind, index) => recommendationOf(random, kind, `${name} ${index}`));
  const utility = (/** @type {Recommendation} */ it) => {
    const [service] = it.recommended_services;
    return (
      1.5 * (it.confidence_score - 0.65) +
      1.5 * (it.alignment_score - 0.5) +
      0.8 * (PRIORITIES.indexOf(it.priority) / 3 - 0.5) +
      0.6 * taste(it.agent_name) +
      0.8 * taste(it.category) +
      0.6 * taste(it.pillar) +
      0.8 * taste('cost_share') * (Number(it.total_estimated_monthly_cost) / BUDGET - 0.5) +
      0.8 * taste('complexity') * (COMPLEXITIES.indexOf(service?.setup_complexity ?? 'low') / 2 - 0.5)
    );
  };
  return { name, assessment, recommendations, wants: (it) => 1 / (1 + Math.exp(1 - 1.5 * utility(it))) };
}

/** @returns {Assessment} */
function assessmentOf(/** @type {() => number} */ random) {
  const fields = {
    priority: pick(random, PRIORITIES),
    business_requirements: {
      company_size: pick(random, SIZES),
      industry: pick(random, INDUSTRIES),
      budget_constraints: { monthly_budget_limit: `${BUDGET}.00` },
      cloud_provider_preference: [pick(random, PROVIDERS)],
    },
  };
  return /** @type {Assessment} */ (/** @type {unknown} */ (fields)); // all that an order looks at
}

/** @returns {Recommendation} */
function recommendationOf(
  /** @type {() => number} */ random,
  /** @type {AdviceKind} */ kind,
  /** @type {string} */ id,
) {
  const near = (/** @type {number} */ value) => Math.min(1, Math.max(0, value + 0.08 * normal(random)));
  const cost = Math.floor(random() * BUDGET).toFixed(2);
  const service = {
    provider: pick(random, PROVIDERS),
    setup_complexity: kind.complexity,
    implementation_time_hours: Math.floor(random() * 200),
    estimated_monthly_cost: cost,
  };
  const fields = {
    id,
    key: id,
    agent_name: kind.agent_name,
    category: kind.category,
    pillar: kind.pillar,
    priority: kind.priority,
    confidence_score: near(kind.confidence),
    alignment_score: near(kind.alignment),
    total_estimated_monthly_cost: cost,
    recommended_services: [service],
  };
  return /** @type {Recommendation} */ (/** @type {unknown} */ (fields)); // all that an order looks at
}

/**
 * @template Item
 * @param {() => number} random
 * @param {readonly Item[]} items
 * @returns {Item[]}
 */
function shuffled(random, items) {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/**
 * @template Word
 * @param {() => number} random
 * @param {readonly Word[]} words
 * @returns {Word}
 */
function pick(random, words) {
  return /** @type {Word} */ (words[Math.floor(random() * words.length)]); // within the list
}

function normal(/** @type {() => number} */ random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** mulberry32: small, and the same numbers everywhere. */
function randomOf(/** @type {number} */ seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
