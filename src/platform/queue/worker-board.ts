import { systemClock, type Timer } from '../../kernel/clock.js';
import { SECOND_MS } from '../../kernel/duration.js';
import type { RedisClient } from '../redis/index.js';
import type { QueueWorker } from './job-queue.port.js';

const REPORT_EVERY_MS = 2 * SECOND_MS;
/** Whoever has not been heard of for so long is gone. */
const FORGET_AFTER_S = 7;

/** By Redis's own clock: no two machines' clocks are compared. */
const REPORT = `
redis.call('HSET', KEYS[1], ARGV[1], redis.call('TIME')[1] .. '|' .. ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
`;
const LIST = `
local now, alive = tonumber(redis.call('TIME')[1]), {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local at, report = string.match(all[i + 1], '^(%d+)|(.*)$')
  if now - tonumber(at) > tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], all[i])
  else alive[#alive + 1] = report end
end
return alive
`;

/** Where the processes that run jobs say that they do, for people to read. */
export class WorkerBoard {
  private timer: Timer | null = null;
  /** Says it anew; nothing before {@link begin} and after {@link end}. */
  report = (): void => undefined;

  constructor(
    private readonly redis: RedisClient,
    private readonly key: string,
  ) {}

  /** Tells `self()` now and at an interval. */
  begin(self: () => QueueWorker): void {
    this.report = () => {
      const worker = self();
      this.timer?.cancel();
      this.timer = systemClock.after(REPORT_EVERY_MS, this.report);
      this.redis
        .eval(REPORT, 1, this.key, worker.id, JSON.stringify(worker), FORGET_AFTER_S)
        .catch(() => undefined); // the next one comes soon
    };
    this.redis.on('ready', this.report);
    this.report();
  }

  async list(): Promise<readonly QueueWorker[]> {
    const reports = await this.redis.eval(LIST, 1, this.key, FORGET_AFTER_S);
    const workers = (reports as string[]).map((report): QueueWorker => JSON.parse(report)); // LIST gives what begin() wrote
    return workers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** This one is gone; without Redis it is forgotten by itself. */
  async end(id: string): Promise<void> {
    this.redis.off('ready', this.report);
    this.report = () => undefined;
    this.timer?.cancel();
    if (this.timer !== null) await this.redis.hdel(this.key, id).catch(() => undefined);
  }
}
