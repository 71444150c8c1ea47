import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, ownEnvironment, signIn, startApp, startProxy } from '../support/app.js';

const ADMIN = { email: 'root@example.com', password: 'the first of all passwords' };
/** Longer than each of the service's own limits. */
const STILL_MS = 2_500;

/** The variables of a service whose way to the database leads through this port. */
function behind(port: number): Record<string, string> {
  const uri = new URL(ownEnvironment()['MONGODB_URI'] ?? '');
  uri.port = String(port);
  uri.search = '?directConnection=true'; // the members' own addresses would lead past the proxy
  return {
    MONGODB_URI: uri.toString(),
    MONGODB_MAX_TIME_MS: '1000',
    REDIS_URL: '',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
}

describe('a start', () => {
  it.each([2, 4, 6, 96])(
    'comes to its end though the database stands still after %i of its answers',
    async (answers) => {
      const database = new URL(ownEnvironment()['MONGODB_URI'] ?? '');
      const proxy = await startProxy({ port: Number(database.port) });
      const starting = startApp(behind(proxy.port));
      try {
        await eventually(() => proxy.repliesPassed >= answers, { everyMs: 1 });
        proxy.freeze();
        await pause(STILL_MS);
        proxy.thaw();
        const app = await starting;
        await signIn(app.url, ADMIN.email, ADMIN.password);
        expect((await app.http.get('/health/ready')).status).toBe(200);
      } finally {
        proxy.thaw();
        await starting.then(
          (app) => app.close(),
          () => undefined,
        );
        await proxy.close();
      }
    },
  );
});
