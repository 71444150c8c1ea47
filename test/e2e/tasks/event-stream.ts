import { eventually } from '../../support/eventually.mjs';

export interface StateEvent {
  readonly id: number;
  readonly state: string;
  readonly data: Record<string, unknown>;
}

/** A client of a task's events. */
export interface EventClient {
  readonly status: number;
  readonly headers: Headers;
  readonly events: readonly StateEvent[];
  readonly comments: readonly string[];
  /** Settles when the server has ended the stream (or it broke). */
  readonly ended: Promise<void>;
  until(what: string, condition: (events: readonly StateEvent[]) => boolean): Promise<void>;
  leave(): void;
}

/** Opens `url` as an EventSource does. */
export async function openEvents(
  url: string,
  accessToken: string,
  headers: Record<string, string> = {},
): Promise<EventClient> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${accessToken}`, accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  });
  const events: StateEvent[] = [];
  const comments: string[] = [];
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes as Uint8Array, { stream: true }); // a fetch body's chunks
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  };
  const take = (block: string): void => {
    if (block.startsWith(':')) return void comments.push(block);
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
    if (fields['event'] !== 'state') return;
    const data = JSON.parse(String(fields['data'])) as Record<string, unknown>;
    events.push({ id: Number(fields['id']), state: String(data['state']), data });
  };
  const ended = read().catch(() => undefined);
  return {
    status: response.status,
    headers: response.headers,
    events,
    comments,
    ended,
    until: async (what, condition) => {
      await eventually(() => condition(events), { what });
    },
    leave: () => leaving.abort(),
  };
}
