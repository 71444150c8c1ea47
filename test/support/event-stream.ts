import { eventually } from './eventually.mjs';

type Data = Record<string, unknown>;

/** A stream of server-sent events, read as it comes. */
export interface EventStream {
  /** The next event of that name that was not read yet. */
  next(event: string): Promise<Data>;
  /** The next event of that name for which it holds; those before are passed by. */
  until(event: string, holds: (data: Data) => boolean): Promise<Data>;
  /** When the service has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** @throws Error where the service does not open it */
export async function openStream(url: string, token: string): Promise<EventStream> {
  const connection = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: connection.signal,
  });
  if (response.status !== 200 || response.body === null) {
    throw new Error(`The stream answered ${response.status}: ${await response.text()}`);
  }
  const events: { readonly event: string; readonly data: Data }[] = [];
  const ended = readAll(response.body, events);
  ended.catch(() => undefined); // closed by us, where nobody waits for the end
  const until = async (event: string, holds: (data: Data) => boolean): Promise<Data> => {
    let found: Data | undefined;
    await eventually(
      () => {
        while (found === undefined && events.length > 0) {
          const first = events.shift();
          if (first?.event === event && holds(first.data)) found = first.data;
        }
        return found !== undefined;
      },
      { what: `an event ${event}` },
    );
    return found ?? {};
  };
  return { next: (event) => until(event, () => true), until, ended, close: () => connection.abort() };
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  events: { event: string; data: Data }[],
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const [, event = '', data = '{}'] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
      events.push({ event, data: JSON.parse(data) as Data });
    }
  }
}
