import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../kernel/errors.js';
import { domainErrorOf } from './mongo-errors.js';

/** How long a database that is slow or just failing over is given, in ms. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

/**
 * Work of a start: what a database that is merely slow, or just lost a connection, did not get done is tried again. So
 * `work` must be repeatable; it is told how often it was tried before.
 * @throws what the last try ended with
 */
export async function patiently<Result>(work: (triedBefore: number) => Promise<Result>): Promise<Result> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await work(tries);
    } catch (error) {
      if (!isTemporary(error) || performance.now() + PAUSE_MS > giveUpMs) throw error;
    }
    await pause(PAUSE_MS);
  }
}

function isTemporary(error: unknown): boolean {
  const told = domainErrorOf(error, 'write');
  return told instanceof DomainError && told.kind === 'unavailable';
}
