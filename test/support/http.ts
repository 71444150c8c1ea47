import { randomBytes } from 'node:crypto';
import supertest from 'supertest';

/** An account and a client that speaks in its name. */
export interface SignedIn {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly http: ReturnType<typeof supertest.agent>;
}

export const PASSWORD = 'a good long passphrase';

/** Registers a new account (role `user`) at the service behind `url`; `fields` are laid over the body. */
export async function register(url: string, fields: Record<string, unknown> = {}): Promise<SignedIn> {
  const body = {
    email: `${randomBytes(6).toString('hex')}@example.com`,
    password: PASSWORD,
    full_name: 'Ada Example',
    ...fields,
  };
  return signedIn(url, '/api/v2/auth/register', body, 201);
}

/** Logs an existing account in. */
export async function signIn(url: string, email: string, password = PASSWORD): Promise<SignedIn> {
  return signedIn(url, '/api/v2/auth/login', { email, password }, 200);
}

/** A client that sends this access token with each request. */
export function authorized(url: string, accessToken: string): ReturnType<typeof supertest.agent> {
  return supertest.agent(url).set('authorization', `Bearer ${accessToken}`);
}

async function signedIn(
  url: string,
  path: string,
  body: { readonly email: string; readonly password: string },
  expected: number,
): Promise<SignedIn> {
  const response = await supertest(url).post(path).send(body);
  if (response.status !== expected) {
    throw new Error(`POST ${path} gave ${response.status}: ${response.text}`);
  }
  const accessToken = String(response.body.access_token);
  return {
    userId: String(response.body.user_id),
    email: body.email,
    password: body.password,
    accessToken,
    refreshToken: String(response.body.refresh_token),
    http: authorized(url, accessToken),
  };
}
