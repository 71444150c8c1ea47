import type { MeasureTheme } from './duties.js';

/** What is said of a theme whatever the assessment; the figures are added by the advice. */
export interface ThemeWords {
  readonly title: string;
  readonly what: string;
  readonly benefits: readonly string[];
  readonly steps: readonly string[];
  readonly risks: readonly string[];
  readonly impact: string;
  /** Of work beside setting up the services. */
  readonly hours: number;
}

export const THEME_WORDS: Readonly<Record<MeasureTheme, ThemeWords>> = {
  encryption: {
    title: 'Encrypt stores and ways with keys of your own',
    what: 'A key for each kind of store and one for backups, rotated yearly, and TLS 1.2 or later on each connection.',
    benefits: ['What is stolen cannot be read', 'One place shows who used which key'],
    steps: [
      'Create a key for each kind of store, with a policy that names who may use it',
      'Turn encryption on before the first record is written: later it means copying',
      'Refuse unencrypted connections at the load balancer and at each store',
      'Rotate once by hand, so that it is known to work',
    ],
    risks: [
      'A key that is deleted deletes the data: keep the waiting time at 30 days and its deletion to two people.',
    ],
    impact: 'A lost disk or a leaked copy is an incident, and no breach of data.',
    hours: 8,
  },
  access: {
    title: 'One identity a person, rights by role',
    what: 'Staff sign in through one directory with a second factor, and get rights by role for a limited time.',
    benefits: ['Whoever leaves loses all access by one act', 'A stolen password alone opens nothing'],
    steps: [
      'Connect the directory of the company and switch single accounts off',
      'Write down the roles; most need to read, few to write, nobody all',
      'Give rights to production for hours, on request, with a reason',
      'Review the grants each quarter and keep the record',
    ],
    risks: [
      'Keys of machines are identities too: replace long-lived ones by roles.',
      'Keep two sealed emergency accounts, and an alarm on their use.',
    ],
    impact: 'The most frequent way into companies, a stolen password, is closed.',
    hours: 16,
  },
  audit: {
    title: 'An audit log that nobody can alter',
    what: 'Every act of administrators and every access to sensitive data is recorded in an account of its own, written once, kept twelve months.',
    benefits: [
      'After an incident it is known what was touched',
      'Auditors read the log instead of interviewing people',
    ],
    steps: [
      'Send the logs of all accounts to one that only two people can enter',
      'Turn on write-once retention of twelve months',
      'Log reads of sensitive data, not only changes',
      'Raise an alarm when logging is switched off',
    ],
    risks: ['Logs hold personal data as well: restrict and expire them like any other store.'],
    impact: 'Questions of auditors and authorities are answered within a day.',
    hours: 12,
  },
  perimeter: {
    title: 'Filter what comes in',
    what: 'Known attacks, floods and too many requests from one address are stopped at the edge; stores have no way from outside.',
    benefits: [
      'Floods end at the edge and not at the application',
      'New holes can be covered by a rule within the hour',
    ],
    steps: [
      'Start the rules in counting mode for two weeks and read what they would have stopped',
      'Switch to blocking, with an exception for each false alarm',
      'Limit requests by address at sign-in and search',
      'Close the origin to everybody but the edge',
    ],
    risks: [
      'Rules that block too much stop customers: watch refusals after each release.',
      'The free protection stops common floods; attacks aimed at the application need rules.',
    ],
    impact: 'The service stays up under the attacks that every public address sees.',
    hours: 12,
  },
  detection: {
    title: 'Find holes and intruders early',
    what: 'Images and machines are scanned at each change, logs are watched for what intruders do, and data is searched for what does not belong there.',
    benefits: ['Holes are found before they are used', 'An intruder is noticed within minutes, not months'],
    steps: [
      'Scan images at each push and refuse critical findings',
      'Name who looks at an alarm by day and by night',
      'Set a deadline for mending by severity: critical in 7 days',
      'Rehearse one alarm each quarter',
    ],
    risks: ['Alarms that nobody answers are worse than none: begin with few.'],
    impact: 'What an intrusion costs depends on how long it lasts: it is noticed early.',
    hours: 16,
  },
};
