import fc from 'fast-check';
import { z } from 'zod';
import { type CreateAssessment, createAssessment } from '../../src/features/assessments/assessment.dto.js';

/*
 * Assessments for property tests, made from the questions' own schemas: a question that is added is generated without a
 * change here. Each question may be unanswered; lists of names hold words that the advice knows, and some that it does not.
 */

/** What a client may send as an assessment, checked as the API checks it. */
export function arbitraryAssessment(): fc.Arbitrary<CreateAssessment> {
  const schema = rootSchema();
  return fc
    .record({
      title: fc.constantFrom('Shop for spare parts', 'Patient portal', 'Reading of meters'),
      description: unanswered(words()),
      business_goal: unanswered(words()),
      business_requirements: blockOf(schema, 'BusinessRequirementsInput'),
      technical_requirements: blockOf(schema, 'TechnicalRequirementsInput'),
      priority: unanswered(fc.constantFrom('low', 'medium', 'high', 'critical')),
    })
    .map((assessment) => createAssessment.parse(assessment));
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const MOST_ITEMS = 4;
/** Above it there is no system that anybody would build; the extremes have a share of their own. */
const MOST_OF_ANYTHING = 5_000_000;

const NAMES: Readonly<Record<string, readonly string[]>> = {
  database_preferences: ['PostgreSQL', 'MySQL', 'SQL Server', 'MongoDB', 'Redis', 'Kafka', 'Oracle', 'kdb+'],
  preferred_programming_languages: ['TypeScript', 'Java', 'Python', 'Go', 'COBOL'],
  current_cloud_providers: ['aws', 'azure', 'gcp', 'on-premises', 'ibm', 'Hetzner'],
  planned_regions: [
    'eu-central-1',
    'us-east-1',
    'germanywestcentral',
    'europe-west3',
    'Frankfurt',
    'mars-north-1',
  ],
  disaster_recovery_regions: ['eu-west-1', 'us-west-2', 'westeurope', 'Ohio'],
  current_pain_points: ['Search finds titles only', 'Deployments need a night', 'Receipts are typed by hand'],
};
const RESIDENCIES = ['de', 'eu', 'us', 'fr', 'ch', 'in', 'ke', 'br'];

function rootSchema(): Schema {
  // JSON Schema as zod writes it; only the members named in Schema are read
  return z.toJSONSchema(createAssessment, { io: 'input' }) as Schema;
}

function blockOf(root: Schema, name: string): fc.Arbitrary<unknown> {
  const block = root.$defs?.[name];
  if (block === undefined) throw new Error(`No such block of questions: ${name}`);
  return unanswered(valueOf(block, name));
}

/** Mostly answered: a tenth of the questions, of groups and of single ones, are not. */
function unanswered<Value>(answer: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(answer, { freq: 9 });
}

function valueOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return choiceOf(schema.anyOf, name);
  if (Array.isArray(schema.type)) {
    const options = schema.type.map((type: string) => ({ ...schema, type }));
    return choiceOf(options, name);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'array':
      return listOf(schema.items ?? {}, name);
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, valueOf(inner, key)]),
        ),
      );
    case 'string':
      return name === 'data_residency_requirements' ? fc.constantFrom(...RESIDENCIES) : words();
    default:
      throw new Error(`No generator for the question ${name}`);
  }
}

function choiceOf(options: readonly Schema[], name: string): fc.Arbitrary<unknown> {
  const answers = options.filter((option) => option.type !== 'null');
  // of an amount's two ways to be written the number: the text's pattern is not read here
  const numbers = answers.filter((option) => option.type === 'number' && answers.length > 1);
  const values = (numbers.length > 0 ? numbers : answers).map((option) => valueOf(option, name));
  const value = values.length === 1 && values[0] !== undefined ? values[0] : fc.oneof(...values);
  return answers.length < options.length ? unanswered(value) : value;
}

/** As likely small as large: a power of ten first, then a figure below it. Two places at most, for amounts. */
function numberOf({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER, type }: Schema): fc.Arbitrary<number> {
  if (maximum - minimum <= 1_000) {
    return type === 'integer'
      ? fc.integer({ min: minimum, max: maximum })
      : fc.integer({ min: minimum * 100, max: maximum * 100 }).map((hundredths) => hundredths / 100);
  }
  const most = Math.min(maximum, MOST_OF_ANYTHING);
  return fc.oneof(
    {
      weight: 30,
      arbitrary: fc
        .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1_000 }))
        .map(([power, share]) =>
          Math.max(minimum, Math.min(most, Math.floor((10 ** power * share) / 1_000))),
        ),
    },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
  );
}

function listOf(item: Schema, name: string): fc.Arbitrary<unknown> {
  const known = NAMES[name];
  const one = known === undefined ? valueOf(item, name) : fc.constantFrom(...known);
  return fc.uniqueArray(one, { maxLength: MOST_ITEMS, comparator: 'SameValue' });
}

function words(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom('Answer within a second', 'Fewer calls at night', 'Forecast the demand of bread'),
    fc.string({ minLength: 1, maxLength: 40 }).map((text) => `x${text.replace(/[\p{Cc}\p{Cs}]/gu, '')}`),
    fc.constant('ä'.repeat(200)),
  );
}
