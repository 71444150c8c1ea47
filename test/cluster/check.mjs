import { register } from 'node:module';
import { parseArgs } from 'node:util';

const USAGE = `npm run check:coherence -- [--minutes 20] [--mode strict|available] [--watch on|off] [--seed N] [--readers 8] [--fault NAME]`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    mode: { type: 'string', default: 'strict' },
    watch: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    readers: { type: 'string', default: '8' },
    fault: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(`${USAGE}\n`);
else {
  register('./typescript-hooks.mjs', import.meta.url);
  const { checkCoherence } = await import('./check.js');
  process.exitCode = await checkCoherence({ watch: values.mode === 'strict' ? 'off' : 'on', ...values });
}
