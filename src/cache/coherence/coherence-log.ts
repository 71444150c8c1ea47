/** What the protocol says of itself: pino's shape, so that any logger of that shape will do. Never a value, never a key. */
export interface CoherenceLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
