import type { Answers } from '../advice/situation.js';
import type { Assumption } from './sizing.types.js';

/** What one request costs, by the class of the language that answers it. */
export interface Work {
  readonly kind: string;
  /** Seconds of one vCPU for a request. */
  readonly cpuS: number;
  /** While it is answered. */
  readonly mibPerRequest: number;
  /** Of the runtime itself, for each vCPU. */
  readonly gibPerVcpu: number;
}

/** Dearest last: of several languages the dearest class counts. */
export const CLASSES: readonly (Work & { readonly languages: readonly string[] })[] = [
  {
    kind: 'compiled to machine code',
    cpuS: 0.004,
    mibPerRequest: 1,
    gibPerVcpu: 0.25,
    languages: ['c', 'c++', 'rust', 'go', 'golang', 'zig', 'fortran', 'swift'],
  },
  {
    kind: 'a managed runtime',
    cpuS: 0.008,
    mibPerRequest: 4,
    gibPerVcpu: 1,
    languages: [
      'java',
      'kotlin',
      'scala',
      'c#',
      '.net',
      'f#',
      'vb.net',
      'elixir',
      'erlang',
      'clojure',
      'groovy',
      'dart',
      'abap',
    ],
  },
  {
    kind: 'an event loop',
    cpuS: 0.01,
    mibPerRequest: 4,
    gibPerVcpu: 0.5,
    languages: ['javascript', 'typescript', 'node', 'node.js', 'nodejs'],
  },
  {
    kind: 'interpreted',
    cpuS: 0.02,
    mibPerRequest: 40,
    gibPerVcpu: 0.5,
    languages: ['python', 'ruby', 'php', 'perl', 'r', 'sql'],
  },
];

/** Where no language is known: a managed runtime's memory with an event loop's time. */
const UNKNOWN: Work = { kind: 'unknown', cpuS: 0.01, mibPerRequest: 4, gibPerVcpu: 1 };

/** What a request costs in the languages that were named. */
export function workOf({ technical }: Answers): { work: Work; assumption: Assumption } {
  const named = (technical.preferred_programming_languages ?? []).map((name) => name.trim().toLowerCase());
  const work =
    CLASSES.findLast((kind) => kind.languages.some((language) => named.includes(language))) ?? UNKNOWN;
  const languages = technical.preferred_programming_languages?.join(', ');
  return {
    work,
    assumption: {
      name: 'cpu_per_request',
      value: work.cpuS * 1_000,
      unit: 'ms',
      origin: work === UNKNOWN ? 'assumed' : 'derived',
      sentence:
        work === UNKNOWN
          ? `No language that is known was named; ${work.cpuS * 1_000} ms of CPU a request are assumed.`
          : `${languages}: ${work.cpuS * 1_000} ms of CPU and ${work.mibPerRequest} MiB a request (${work.kind}).`,
    },
  };
}
