import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.js';

const DOWN_S = 1;

/** The primary steps down; a set of one elects it again. */
export const steppedDown: Fault = {
  name: 'the primary steps down',
  group: 'database',
  database: 'all',
  happen: async ({ cluster }) => {
    const admin = cluster.database.client.db('admin');
    await admin
      .command({ replSetStepDown: DOWN_S, secondaryCatchUpPeriodSecs: 0, force: true })
      .catch(() => undefined); // it may end our connection, too
    await pause(DOWN_S * 1_000);
    await admin.command({ replSetStepUp: 1 }).catch(() => undefined); // sooner than by itself
    for (let turn = 0; turn < 1_200; turn += 1) {
      const hello = await admin.command({ hello: 1 }).catch(() => null);
      if (hello?.['isWritablePrimary'] === true) return;
      await pause(50);
    }
    throw new Error('the set has no primary any more');
  },
};
