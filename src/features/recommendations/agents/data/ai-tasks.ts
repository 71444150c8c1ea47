/** A task that bought models do well today, the words by which a client names it, and what one of them takes. */
export interface AiTask {
  readonly key: string;
  readonly name: string;
  /** Beginnings of words. */
  readonly words: readonly string[];
  readonly method: string;
  /** Of the category artificial_intelligence; the first group that is found counts, else the language model. */
  readonly tag: string;
  readonly meter: 'pages_thousand' | 'images_thousand' | 'audio_minute' | 'tokens';
  /** How many each user causes in a month. */
  readonly perUser: number;
  /** Of a language model, for one task. */
  readonly tokens: { readonly input: number; readonly output: number };
  readonly check: string;
  readonly benefit: string;
}

const TOKENS = { input: 1_500, output: 300 } as const;

/** In the order in which they are preferred when several are named. */
export const AI_TASKS: readonly AiTask[] = [
  {
    key: 'document_reading',
    name: 'Reading documents',
    words: [
      'receipt',
      'invoice',
      'form',
      'forms',
      'paper',
      'fax',
      'scans',
      'document',
      'certificate',
      'claim',
      'letter',
      'typed',
    ],
    method: 'extraction of fields from pages, with a person for what it is unsure of',
    tag: 'documents',
    meter: 'pages_thousand',
    perUser: 4,
    tokens: TOKENS,
    check: 'Compare 500 pages with what people typed, field by field',
    benefit: 'Typing becomes checking',
  },
  {
    key: 'search',
    name: 'Search by meaning',
    words: ['search', 'find', 'finds', 'catalog', 'archive', 'knowledge'],
    method: 'embedding of texts, and answers that cite where they come from',
    tag: 'foundation-models',
    meter: 'tokens',
    perUser: 10,
    tokens: TOKENS,
    check: 'Let ten people judge the first five results of their own fifty questions',
    benefit: 'Texts are found by what they say, not by their titles',
  },
  {
    key: 'assistance',
    name: 'Help for those who answer',
    words: ['support', 'ticket', 'complain', 'hotline', 'enquir', 'e-mail', 'email', 'question'],
    method: 'drafts of answers from your own texts, sent by a person',
    tag: 'foundation-models',
    meter: 'tokens',
    perUser: 2,
    tokens: { input: 3_000, output: 500 },
    check: 'Count for a month how many drafts are sent unchanged, and how many are wrong',
    benefit: 'Answers go out sooner, in the same words',
  },
  {
    key: 'pictures',
    name: 'Looking at pictures',
    words: ['image', 'imaging', 'photo', 'picture', 'camera', 'mammogra', 'satellite', 'inspect'],
    method: 'labels and findings for each picture, sorted by urgency',
    tag: 'vision',
    meter: 'images_thousand',
    perUser: 20,
    tokens: TOKENS,
    check: 'Measure misses and false alarms on 1,000 pictures that experts have judged',
    benefit: 'People look first at what needs them',
  },
  {
    key: 'speech',
    name: 'Listening',
    words: ['voice', 'speech', 'transcri', 'dictat', 'audio', 'telephone', 'subtitle'],
    method: 'transcripts with times and speakers',
    tag: 'speech-to-text',
    meter: 'audio_minute',
    perUser: 30,
    tokens: TOKENS,
    check: 'Count wrong words in two hours of your own recordings',
    benefit: 'What was said can be searched',
  },
  {
    key: 'forecasting',
    name: 'Forecasts',
    words: ['forecast', 'predict', 'demand', 'suggest', 'personal', 'overbook'],
    method: 'a model of your own history; a language model only explains it',
    tag: 'foundation-models',
    meter: 'tokens',
    perUser: 1,
    tokens: TOKENS,
    check: 'Compare with last year’s figures, and with "as in the week before"',
    benefit: 'Plans rest on figures that improve themselves',
  },
];
