import { z } from 'zod';
import { listOf } from '../../platform/http/index.js';

/**
 * A block of questions, each optional: an answer's schema, a group of further questions, or (in brackets) a list of
 * groups. From one such table come the request schema, the response schema, the order of the keys in an answer,
 * and the list of questions that completeness counts.
 */
export interface Questions {
  readonly [name: string]: z.ZodType | Questions | readonly [Questions];
}

type Input<Q> = Q extends z.ZodType
  ? Q
  : Q extends readonly [infer Item]
    ? z.ZodArray<z.ZodObject<InputShape<Item>, z.core.$strict>>
    : z.ZodObject<InputShape<Q>, z.core.$strict>;
type InputShape<Q> = { -readonly [Name in keyof Q]: z.ZodOptional<z.ZodNullable<Input<Q[Name]>>> };

type Output<Q> = Q extends z.ZodType
  ? Q
  : Q extends readonly [infer Item]
    ? z.ZodArray<z.ZodObject<OutputShape<Item>, z.core.$strict>>
    : z.ZodObject<OutputShape<Q>, z.core.$strict>;
type OutputShape<Q> = { -readonly [Name in keyof Q]: z.ZodNullable<Output<Q[Name]>> };

/** What a client may send of a block: every question may be left out or null, an unknown one is refused. */
export function inputOf<Q extends Questions>(questions: Q): z.ZodObject<InputShape<Q>, z.core.$strict> {
  const shape = shapeOf(questions, inputOf, (schema) => schema.nullable().optional());
  // built name by name from Q, which the compiler cannot follow through Object.entries
  return z.strictObject(shape) as unknown as z.ZodObject<InputShape<Q>, z.core.$strict>;
}

/** What the server answers of a block: every question is there, null where it was not answered. */
export function outputOf<Q extends Questions>(questions: Q): z.ZodObject<OutputShape<Q>, z.core.$strict> {
  const shape = shapeOf(questions, outputOf, (schema) => schema.nullable());
  // as above
  return z.strictObject(shape) as unknown as z.ZodObject<OutputShape<Q>, z.core.$strict>;
}

/**
 * A block as it is answered: all questions in the table's order, null where there is no answer, whatever the order and
 * the gaps of what was stored. null where there is no block.
 */
export function inOrder<Q extends Questions>(
  questions: Q,
  stored: unknown,
): z.output<z.ZodObject<OutputShape<Q>, z.core.$strict>> | null {
  if (!isRecord(stored)) return null;
  const ordered: Record<string, unknown> = {};
  for (const [name, question] of Object.entries(questions)) {
    const answer = stored[name] ?? null;
    if (answer === null || question instanceof z.ZodType) ordered[name] = answer;
    else if (!isList(question)) ordered[name] = inOrder(question, answer);
    else ordered[name] = Array.isArray(answer) ? answer.map((item) => inOrder(question[0], item)) : null;
  }
  // the names are the table's, the answers were checked by inputOf when they were written
  return ordered as z.output<z.ZodObject<OutputShape<Q>, z.core.$strict>>;
}

/** The paths of all single questions of a block; a list is one question. */
export function questionPaths(
  questions: Questions,
  prefix: readonly string[],
): readonly (readonly string[])[] {
  return Object.entries(questions).flatMap(([name, question]) =>
    question instanceof z.ZodType || isList(question)
      ? [[...prefix, name]]
      : questionPaths(question, [...prefix, name]),
  );
}

function shapeOf(
  questions: Questions,
  build: (group: Questions) => z.ZodType,
  wrap: (schema: z.ZodType) => z.ZodType,
): Record<string, z.ZodType> {
  const schemaOf = (question: Questions[string]): z.ZodType => {
    if (question instanceof z.ZodType) return question;
    return isList(question) ? listOf(build(question[0])) : build(question);
  };
  return Object.fromEntries(
    Object.entries(questions).map(([name, question]) => [name, wrap(schemaOf(question))]),
  );
}

function isList(question: Questions[string]): question is readonly [Questions] {
  return Array.isArray(question);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
