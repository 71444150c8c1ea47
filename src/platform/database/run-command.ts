import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const KEPT_LINES = 20;

export interface CommandOptions {
  /** The command is killed when it ran so long. */
  readonly limitMs: number;
  /** The command is killed when it printed nothing for so long; none: only `limitMs` counts. */
  readonly silenceMs?: (printedBefore: boolean) => number;
  /** Hears every line of both outputs. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program found on the path and gives its standard output.
 * @throws an Error with the last line it printed, when it cannot be started, fails, or takes too long
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    const printed: string[] = [];
    let failure: string | null = null;
    const give = (why: string) => (): void => {
      failure = why;
      child.kill('SIGKILL');
    };
    const limit = setTimeout(give(`gave up after ${options.limitMs / 1000} s`), options.limitMs);
    let silence: NodeJS.Timeout | undefined;
    const listen = (): void => {
      clearTimeout(silence);
      const silenceMs = options.silenceMs?.(printed.length > 0);
      if (silenceMs !== undefined) silence = setTimeout(give(`silent for ${silenceMs / 1000} s`), silenceMs);
    };
    const hear = (line: string): void => {
      printed.push(line);
      if (printed.length > KEPT_LINES) printed.shift();
      options.onLine?.(line);
      listen();
    };
    createInterface(child.stdout).on('line', (line) => {
      output.push(line);
      hear(line);
    });
    createInterface(child.stderr).on('line', hear);
    listen();
    const end = (error: Error | null): void => {
      clearTimeout(limit);
      clearTimeout(silence);
      if (error === null) resolve(output);
      else reject(error);
    };
    child.once('error', end);
    child.once('close', (code) => {
      if (failure !== null) end(new Error(failure));
      else if (code !== 0) end(new Error(lastWords(printed) ?? `${command} ended with ${code}`));
      else end(null);
    });
  });
}

function lastWords(lines: readonly string[]): string | undefined {
  return lines.findLast((line) => line.trim() !== '')?.trim();
}
