import type { Branded } from '../../kernel/ids.js';
import { invariant } from '../../kernel/errors.js';

/** The unit of coherence (coherence.md, "The setting"): every entry belongs to exactly one. */
export type Scope = Branded<'Scope'>;

const SCOPE = /^[\w.:@-]{1,200}$/;

/**
 * Names a scope from its parts: `scope('assessment', id)` is `assessment:<id>`. Braces, spaces and control characters
 * are refused: the name stands in Redis keys as their hash tag.
 */
export function scope(...parts: readonly string[]): Scope {
  const name = parts.join(':');
  invariant(SCOPE.test(name), 'a scope is made of up to 200 word characters, dots, colons, dashes');
  return name as Scope; // checked in the line above
}
