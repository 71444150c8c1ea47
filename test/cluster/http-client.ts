import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Question {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly token?: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whoever is not answered by then was not answered. */
  readonly withinMs?: number;
}

/** No request of a test waits longer: beyond every limit of the service, and of the faults. */
const WITHIN_MS = 30_000;

/** A keep-alive client that costs little: some thousand requests a second from one process. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 512 });

  /** @throws Error where the connection broke, or the time was over */
  ask(url: string, path: string, question: Question = {}): Promise<Answer> {
    const { method = 'GET', token, json, withinMs = WITHIN_MS } = question;
    const text = json === undefined ? undefined : JSON.stringify(json);
    const headers: Record<string, string> = { ...question.headers };
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (text !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(text));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => asked.destroy(new Error(`no answer within ${withinMs} ms: ${method} ${path}`)),
        withinMs,
      );
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      const asked = request(`${url}${path}`, { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timer);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        });
      });
      asked.on('error', fail);
      asked.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
