import { eventually } from '../support/eventually.mjs';
import type { Cast } from './clients.js';
import type { Cluster } from './cluster.js';

const DOCUMENTS = 12;
const DIRECT_DOCUMENTS = 1;
const WORKED_DOCUMENTS = 2;
const PASSWORD = 'a good long passphrase';

/** Two accounts and the admin, and the assessments of one of them; some to be written past everybody where that is seen. */
export async function makeCast(cluster: Cluster, withDirectWrites: boolean): Promise<Cast> {
  const owner = await register(cluster, 'owner@example.com');
  const stranger = await register(cluster, 'stranger@example.com');
  const root = await tokenOf(cluster, 'login', cluster.admin, 200);
  const documents: string[] = [];
  for (let count = 0; count < DOCUMENTS; count += 1) documents.push(await create(cluster, owner));
  const directDocuments: string[] = [];
  for (let count = 0; withDirectWrites && count < DIRECT_DOCUMENTS; count += 1)
    directDocuments.push(await create(cluster, owner));
  const workedDocuments: string[] = [];
  for (let count = 0; cluster.worker !== null && count < WORKED_DOCUMENTS; count += 1)
    workedDocuments.push(await create(cluster, owner));
  const quietDocument = await create(cluster, owner);
  return { documents, quietDocument, directDocuments, workedDocuments, owner, root, stranger };
}

export function register(cluster: Cluster, email: string): Promise<string> {
  return tokenOf(cluster, 'register', { email, password: PASSWORD, full_name: 'Ada Example' }, 201);
}

/** The title that every assessment begins with. */
export const FIRST_TITLE = 'title 0';

export async function create(
  cluster: Cluster,
  token: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const json = { title: FIRST_TITLE, ...fields };
  // A busy machine may cost a strict process its lease for a moment: then it says 503, and a client comes again.
  const answer = await eventually(
    async () => {
      const question = { method: 'POST', token, json } as const;
      const given = await cluster.http.ask(urlOf(cluster), '/api/v2/assessments', question);
      return given.status !== 503 && given;
    },
    { withinMs: 60_000, everyMs: 100 },
  );
  if (answer.status !== 201) throw new Error(`an assessment was not created: ${answer.body.toString()}`);
  return (JSON.parse(answer.body.toString()) as { id: string }).id; // the service's own answer
}

async function tokenOf(
  cluster: Cluster,
  verb: 'register' | 'login',
  json: Readonly<Record<string, string>>,
  expected: number,
): Promise<string> {
  const answer = await cluster.http.ask(urlOf(cluster), `/api/v2/auth/${verb}`, { method: 'POST', json });
  if (answer.status !== expected) throw new Error(`${verb} gave ${answer.status}: ${answer.body.toString()}`);
  return (JSON.parse(answer.body.toString()) as { access_token: string }).access_token; // the service's own answer
}

function urlOf(cluster: Cluster): string {
  const [first] = cluster.nodes;
  if (first === undefined) throw new Error('the cluster is empty');
  return first.process().url;
}
