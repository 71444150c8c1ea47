import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../support/app.js';
import { type Accounts, startAccounts } from './accounts.js';

const ME = '/api/v2/auth/me';
const PER_MINUTE = 30;

let accounts: Accounts;

beforeAll(async () => {
  accounts = await startAccounts({ RATE_LIMIT_PER_MINUTE: String(PER_MINUTE) });
});
afterAll(() => accounts.service.close());

describe('the rate limit', () => {
  it('counts each user for themselves, and refuses with Retry-After', async () => {
    const [busy, quiet] = [await register(accounts.service.url), await register(accounts.service.url)];
    const answers = await Promise.all(Array.from({ length: PER_MINUTE + 20 }, () => busy.http.get(ME)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(PER_MINUTE);
    expect(refused).toHaveLength(20);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(Number(refused[0]?.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused[0]?.body).toMatchObject({ status: 429, code: 'too_many_requests' });
    await quiet.http.get(ME).expect(200);
  });

  it('counts requests without a valid token for their address', async () => {
    const { http } = accounts.service;
    const answers = await Promise.all(
      Array.from({ length: PER_MINUTE + 20 }, () => http.get(ME).set('authorization', 'Bearer forged')),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
    await http.post('/api/v2/auth/login').send({}).expect(429);
    await http.get('/health/live').expect(200); // probes are answered however busy their address is
    await http.get('/health/ready').expect(200);
    await accounts.root.http.get(ME).expect(200);
  });

  it('behind a proxy believes the address that the proxy saw, not the one that the client claims', async () => {
    const behind = await startAccounts({ RATE_LIMIT_PER_MINUTE: String(PER_MINUTE), TRUST_PROXY: 'true' });
    try {
      const ask = (forwardedFor: string) =>
        behind.service.http
          .get(ME)
          .set('x-forwarded-for', forwardedFor)
          .set('authorization', 'Bearer forged');
      for (let request = 0; request < PER_MINUTE; request += 1) {
        await ask(`198.51.100.${request}, 203.0.113.7`).expect(401);
      }
      await ask('198.51.100.99, 203.0.113.7').expect(429);
      await ask('203.0.113.8').expect(401);
    } finally {
      await behind.service.close();
    }
  });
});
