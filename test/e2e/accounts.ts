import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { type DomainEvent, DomainEvents } from '../../src/events/index.js';
import type { Role } from '../../src/platform/security/roles.js';
import { register, signIn, type SignedIn, startApp, type TestApp } from '../support/app.js';

const ADMIN = { email: 'root@example.com', password: 'the first of all passwords' };

/** The service with a super_admin, and what a test of accounts wants to look into. */
export interface Accounts {
  readonly service: TestApp;
  readonly root: SignedIn;
  readonly database: Connection;
  /** Every event that was announced, in order. */
  readonly announced: DomainEvent[];
  /** A new account with this role. */
  holderOf(role: Role): Promise<SignedIn>;
  /** How many documents each collection of accounts holds. */
  counts(): Promise<{ readonly users: number; readonly sessions: number }>;
}

export async function startAccounts(env: Record<string, string> = {}): Promise<Accounts> {
  const service = await startApp({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, ...env });
  const root = await signIn(service.url, ADMIN.email, ADMIN.password);
  const database = service.app.get<Connection>(getConnectionToken());
  const announced: DomainEvent[] = [];
  service.app.get(DomainEvents).join({
    begin: (events) => {
      announced.push(...events);
      return { end: () => {} };
    },
  });
  return {
    service,
    root,
    database,
    announced,
    async holderOf(role) {
      const holder = await register(service.url);
      await root.http.patch(`/api/v2/users/${holder.userId}`).send({ role }).expect(200);
      return holder;
    },
    async counts() {
      const [users, sessions] = await Promise.all(
        ['users', 'sessions'].map((name) => database.collection(name).estimatedDocumentCount()),
      );
      return { users: users ?? 0, sessions: sessions ?? 0 };
    },
  };
}
