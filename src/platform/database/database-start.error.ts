import { StartRefused } from '../../kernel/errors.js';

/** The service cannot have its database. */
export class DatabaseStartError extends StartRefused {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseStartError';
  }
}

/** The first line of an error's message, without the full stop, to stand inside another sentence. */
export function reasonOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return (message.split('\n')[0] ?? '').trim().replace(/\.$/, '');
}
