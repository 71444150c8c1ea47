/** An answer that is missing, as a question to ask: `path` is a JSON Pointer into the assessment. */
export interface OpenQuestion {
  readonly path: string;
  readonly question: string;
}
