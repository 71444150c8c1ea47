import { SampleAdmin } from '../../../src/platform/security/sample-admin.js';
import type { UserId } from '../../../src/kernel/ids.js';
import {
  settledEnvironment,
  type ServiceProcess,
  signIn,
  startApp,
  startProcess,
  type TestApp,
} from '../../support/app.js';
import { freePort } from '../../support/kept-process.mjs';

/** Two instances on one Redis and one database: the first in this process, the second one that can be killed. */
export interface TwoInstances {
  readonly one: TestApp;
  readonly two: ServiceProcess;
  stop(): Promise<void>;
}

export const ADMIN = { email: 'root@example.com', password: 'the first of all passwords' };

export async function startTwoInstances(): Promise<TwoInstances> {
  const shared = {
    ...(await settledEnvironment()),
    JWT_SECRET: 'one secret for both, long enough for all',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  const one = await startApp({ ...shared, INSTANCE_ID: 'one' });
  try {
    const { userId } = await signIn(one.url, ADMIN.email, ADMIN.password);
    // As a process does that has made its samples.
    one.app.get(SampleAdmin, { strict: false }).remember(userId as UserId);
    const two = await startProcess({ ...shared, INSTANCE_ID: 'two', PORT: String(await freePort()) });
    const stop = async (): Promise<void> => {
      await two.stop();
      await one.close();
    };
    return { one, two, stop };
  } catch (error) {
    await one.close();
    throw error;
  }
}
