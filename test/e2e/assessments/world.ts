import { getConnectionToken } from '@nestjs/mongoose';
import type { Collection, Connection } from 'mongoose';
import { type DomainEvent, DomainEvents } from '../../../src/events/index.js';
import type { Role } from '../../../src/platform/security/roles.js';
import { register, type SignedIn, signIn, startApp, type TestApp } from '../../support/app.js';

export const ASSESSMENTS = '/api/v2/assessments';
export const NO_SUCH_ID = '0123456789abcdef01234567';

/** A running service, accounts of all roles, and what it announced and stored. */
export interface World extends TestApp {
  /** Every write that was announced since the start. */
  readonly announced: readonly DomainEvent[];
  readonly collection: Collection;
  account(role?: Role): Promise<SignedIn>;
  create(owner: SignedIn, fields?: Record<string, unknown>): Promise<Answer>;
}

export interface Answer {
  readonly id: string;
  readonly etag: string;
  readonly body: Record<string, unknown>;
}

export async function startWorld(env: Record<string, string> = {}): Promise<World> {
  const admin = { ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: 'a long root passphrase' };
  const test = await startApp({ ...admin, ...env });
  const announced: DomainEvent[] = [];
  test.app.get(DomainEvents).join({
    begin: (events) => {
      announced.push(...events);
      return { end: () => {} };
    },
  });
  const root = await signIn(test.url, admin.ADMIN_EMAIL, admin.ADMIN_PASSWORD);
  return {
    ...test,
    announced,
    collection: test.app.get<Connection>(getConnectionToken()).collection('assessments'),
    async account(role = 'user') {
      const account = await register(test.url);
      if (role !== 'user')
        await root.http.patch(`/api/v2/users/${account.userId}`).send({ role }).expect(200);
      return account;
    },
    async create(owner, fields = {}) {
      const { body, headers } = await owner.http
        .post(ASSESSMENTS)
        .send({ title: 'A shop', ...fields })
        .expect(201);
      return { id: body.id, etag: String(headers['etag']), body };
    },
  };
}
