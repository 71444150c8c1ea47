import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

// The limit: what node itself takes to answer the same bytes under the same headers, and to do nothing else. ANSWER names
// the file with both, as they were captured from the service.
/** @type {{ headers: Record<string, string>, body: string }} */
const answer = JSON.parse(readFileSync(process.env['ANSWER'] ?? '', 'utf8'));
const body = Buffer.from(answer.body);
const headers = Object.entries(answer.headers);
const withoutBody = headers.filter(([name]) => name !== 'content-length' && name !== 'content-type');

const server = createServer((request, response) => {
  const unchanged = request.headers['if-none-match'] !== undefined;
  response.statusCode = unchanged ? 304 : 200;
  for (const [name, value] of unchanged ? withoutBody : headers) response.setHeader(name, value);
  response.end(unchanged ? undefined : body);
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env['PORT']), '127.0.0.1');
