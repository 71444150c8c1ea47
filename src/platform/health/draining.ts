import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../logging/index.js';

/** How long the port stays open, at most, for clients to notice: longer than most requests take. */
const WINDOW_MS = 3_000;
/** Nobody asked for anything during this time: nobody is about to. */
const QUIET_MS = 1_000;
/** Requests that still run now are broken off, so that the whole stop ends within ten seconds. */
const PATIENCE_MS = 6_000;
const LOOK_EVERY_MS = 20;

/**
 * The stop without a broken connection: readiness says 503, the port stays open for a while, every answer tells its
 * client to close the connection, requests in flight are answered. Ends early when nobody is there any more. A client
 * that reuses a connection in the very moment in which it is closed sees a reset: hence the window.
 */
@Injectable()
export class Draining implements BeforeApplicationShutdown {
  private readonly inFlight = new Set<ServerResponse>();
  private readonly controller = new AbortController();
  private server: Server | undefined;
  private readonly connections = new Map<Socket, number>(); // and when each was opened
  private lastActivityMs = 0;

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  get isDraining(): boolean {
    return this.controller.signal.aborted;
  }

  /** Aborts when the stop begins: for answers that would never end by themselves. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Follows the server's connections and requests; to be called once, before it listens. */
  watch(server: Server): void {
    this.server = server;
    server.on('connection', (socket) => {
      this.lastActivityMs = performance.now();
      this.connections.set(socket, this.lastActivityMs);
      socket.once('close', () => this.connections.delete(socket));
    });
    server.prependListener('request', (_, response) => {
      this.inFlight.add(response);
      if (this.isDraining) response.setHeader('connection', 'close');
      response.once('close', () => {
        this.inFlight.delete(response);
        this.lastActivityMs = performance.now();
      });
    });
  }

  /**
   * Runs while the port is still open; what requests need is closed later, in `onApplicationShutdown`.
   * @param signal the process's; without one (tests) only open requests are waited for
   */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    const startedMs = performance.now();
    this.controller.abort();
    for (const response of this.inFlight) {
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
    if (this.connections.size > 0) this.lastActivityMs = startedMs;
    this.logger.info(
      { signal, inFlight: this.inFlight.size, connections: this.connections.size },
      'draining',
    );
    const quietMs = signal === undefined ? 0 : QUIET_MS;
    while (!this.isDeserted(quietMs) && performance.now() - startedMs < WINDOW_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.closeUnused();
    setTimeout(() => this.server?.closeAllConnections(), startedMs + PATIENCE_MS - performance.now()).unref();
  }

  /**
   * Node takes a connection on which nothing was asked yet for a busy one, and would wait for it. A young one is left:
   * its request is on the way.
   */
  private closeUnused(): void {
    const inUse = new Set([...this.inFlight].map((response) => response.req.socket));
    const youngMs = performance.now() - QUIET_MS;
    for (const [socket, openedMs] of this.connections) {
      if (openedMs <= youngMs && !inUse.has(socket)) socket.destroy();
    }
  }

  private isDeserted(quietMs: number): boolean {
    return this.inFlight.size === 0 && performance.now() - this.lastActivityMs >= quietMs;
  }
}
