import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, type FieldFault } from '../../kernel/errors.js';

/**
 * The pipe that holds bodies, queries and parameters to the zod schemas of their decorators.
 * @throws DomainError `invalid` with a JSON Pointer (RFC 6901) for each fault, `malformed` for a body that is missing
 */
export function validationPipe(): StandardSchemaValidationPipe {
  return new SchemaPipe({ exceptionFactory: (issues) => refusal(issues) });
}

class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<Value>(value: Value, metadata: ArgumentMetadata): Promise<Value> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (metadata.type !== 'body' || value !== undefined || !(error instanceof DomainError)) throw error;
      throw new DomainError('malformed', 'body_missing', 'This call needs a JSON body.');
    }
  }

  /** Nest would drop a field named `constructor` in silence; the schemas refuse it like any unknown one. */
  protected override stripProtoKeys(): void {}
}

/** What zod tells beyond the standard's `message` and `path`. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
}

/** How zod begins where a schema has no sentence of its own. */
const WITHOUT_SENTENCE = /^(?:Invalid (?:option|input)|Too (?:big|small)): expected /;
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** A hostile body has as many faults as bytes. */
const MOST_FAULTS = 50;
const LONGEST_POINTER = 256;

function refusal(issues: readonly Issue[]): DomainError {
  const faults = issues.flatMap(faultsOf).slice(0, MOST_FAULTS);
  const count = faults.length === 1 ? 'One field does' : `${faults.length} fields do`;
  return new DomainError('invalid', 'invalid_input', `${count} not fit; see errors.`, { errors: faults });
}

function faultsOf(issue: Issue): readonly FieldFault[] {
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys
      .slice(0, MOST_FAULTS)
      .map((key) => ({ path: pointer([...path, key]), message: 'This field is not known here.' }));
  }
  return [{ path: pointer(path), message: readable(issue) }];
}

function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, LONGEST_POINTER);
}

function readable(issue: Issue): string {
  const { message, code, values, expected = '', minimum, maximum } = issue;
  if (message.endsWith('received undefined')) return 'This field is required.';
  if (!WITHOUT_SENTENCE.test(message)) return message;
  if (code === 'invalid_value' && values !== undefined) return `Expected one of ${values.join(', ')}.`;
  if (code === 'invalid_type' && Object.hasOwn(TYPES, expected)) return `Expected ${TYPES[expected]}.`;
  if (code === 'too_big' && message.includes('expected number')) return `Expected ${maximum} at most.`;
  if (code === 'too_small' && message.includes('expected number')) return `Expected ${minimum} at least.`;
  return message;
}
