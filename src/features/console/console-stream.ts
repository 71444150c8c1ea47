import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Beat, CachePulse } from '../../cache/index.js';
import { DomainError } from '../../kernel/errors.js';
import type { UserId } from '../../kernel/ids.js';
import { Draining } from '../../platform/health/index.js';
import { ACCOUNT_DIRECTORY, type AccountDirectory } from '../../platform/security/account-directory.port.js';
import type { Caller } from '../../platform/security/caller.js';
import { isStillAllowed } from '../../platform/security/lasting-access.js';
import { isAtLeast } from '../../platform/security/roles.js';
import { toBeat } from './cache-admin.mapper.js';
import { CacheAdminService } from './cache-admin.service.js';

/** So many pages at once; more are refused. */
export const MAX_PAGES = 64;
/** A page that leaves so many bytes unread is let go: it begins anew when it reads again. */
const MOST_UNREAD_BYTES = 1_048_576;

interface Page {
  readonly userId: UserId;
  readonly response: ServerResponse;
  /** When the token that opened it ends, by the monotonic clock. */
  readonly tokenEndsAtMs: number;
}

/**
 * The pages that watch, as server-sent events: one frame is made for all of them. A page ends with its token, with its
 * account's role, and when the process stops; it is the page's part to come again.
 */
@Injectable()
export class ConsoleStream implements OnModuleInit {
  private readonly pages = new Set<Page>();
  private silence: (() => void) | null = null;

  constructor(
    @Inject(ACCOUNT_DIRECTORY) private readonly accounts: AccountDirectory,
    private readonly admin: CacheAdminService,
    private readonly pulse: CachePulse,
    private readonly draining: Draining,
  ) {}

  onModuleInit(): void {
    this.draining.signal.addEventListener('abort', () => this.endAll(), { once: true });
  }

  /**
   * @param tokenEndsAtMs by the monotonic clock
   * @throws DomainError `unavailable` where too many watch, or the process stops
   */
  open(caller: Caller, tokenEndsAtMs: number, reply: FastifyReply): void {
    if (this.draining.isDraining) throw refusal('This instance is stopping.');
    if (this.pages.size >= MAX_PAGES) throw refusal(`${MAX_PAGES} pages watch already; close one of them.`);
    this.admin.log(caller, 'watch');
    const hello = frame('overview', this.admin.overview());
    reply.hijack();
    const response = reply.raw;
    if (response.destroyed) return; // the client left while its account was looked up, and its `close` is past
    for (const [name, value] of Object.entries(reply.getHeaders())) response.setHeader(name, value ?? '');
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no', // nginx would keep the frames back
    });
    if (reply.request.method === 'HEAD') {
      response.end();
      return;
    }
    response.write(hello);
    const page: Page = { userId: caller.userId, response, tokenEndsAtMs };
    this.pages.add(page);
    this.silence ??= this.pulse.onBeat((beat) => this.onBeat(beat));
    response.once('close', () => this.forget(page));
  }

  private onBeat(beat: Beat): void {
    const bytes = frame(
      'beat',
      toBeat(beat, () => this.pulse.latencies()),
    );
    const nowMs = performance.now();
    for (const { response, tokenEndsAtMs } of this.pages) {
      if (response.writableEnded) {
        response.destroy(); // ended before and still here: it is not read, and a write would be an error that nobody catches
      } else if (tokenEndsAtMs <= nowMs) {
        response.end();
      } else {
        response.write(bytes);
        if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
      }
    }
    if (beat.sample === null) return;
    for (const userId of new Set([...this.pages].map((page) => page.userId))) void this.checkAccount(userId);
  }

  private async checkAccount(userId: UserId): Promise<void> {
    if (await isStillAllowed(this.accounts, userId, ({ role }) => isAtLeast(role, 'admin'))) return;
    for (const page of this.pages) if (page.userId === userId) page.response.end();
  }

  private endAll(): void {
    for (const { response } of this.pages) response.end();
  }

  private forget(page: Page): void {
    this.pages.delete(page);
    if (this.pages.size > 0) return;
    this.silence?.();
    this.silence = null;
  }
}

/** JSON has no line breaks of its own, so that one line is one event's data. */
function frame(event: string, data: unknown): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function refusal(detail: string): DomainError {
  return new DomainError('unavailable', 'console_full', detail, { retryAfterS: 5 });
}
