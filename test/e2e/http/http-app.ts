import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { Body, Controller, Delete, Get, Header, Module, Param, Post, Query, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiResponse } from '@nestjs/swagger';
import { TerminusModule } from '@nestjs/terminus';
import { z } from 'zod';
import { configureApp } from '../../../src/app.setup.js';
import { DomainError } from '../../../src/kernel/errors.js';
import { type Config, ConfigModule, loadConfig } from '../../../src/platform/config/index.js';
import { Draining, HealthDetails } from '../../../src/platform/health/index.js';
import {
  type ConnectionLimits,
  createAdapter,
  listOf,
  money,
  oneLine,
  optional,
  pageOf,
  pageQuery,
  text,
} from '../../../src/platform/http/index.js';
import { LoggingModule, loggerTo } from '../../../src/platform/logging/index.js';
import { Public } from '../../../src/platform/security/access.decorators.js';

const thingSchema = z
  .strictObject({
    name: oneLine(),
    notes: optional(text()),
    price: optional(money()),
    parts: optional(listOf(z.strictObject({ label: oneLine() }))),
  })
  .meta({ id: 'NewThing' });
const answerSchema = z.object({ name: z.string(), price: z.string().optional() }).meta({ id: 'Thing' });

/** Releases requests to `/slow` that wait for it. */
export class Gate {
  private waiting: (() => void)[] = [];

  get count(): number {
    return this.waiting.length;
  }

  wait(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  open(): void {
    for (const release of this.waiting.splice(0)) release();
  }
}

export const gate = new Gate();
/** The bodies that reached a handler. */
export const reached: unknown[] = [];

@Controller('things')
class ThingsController {
  @Get()
  @Public()
  @ApiResponse({ status: 200, standardSchema: pageOf(answerSchema) })
  list(@Query({ schema: pageQuery }) query: z.output<typeof pageQuery>): unknown {
    return { items: [], total: 0, ...query, pages: 0 };
  }

  @Get('slow')
  async slow(): Promise<unknown> {
    await gate.wait();
    return { done: true };
  }

  @Get('broken')
  broken(): unknown {
    throw new Error('the secret of ada@example.com');
  }

  @Get('driver')
  driver(): unknown {
    throw Object.assign(new Error('connection 3 to 10.1.2.3:27017 closed'), { name: 'MongoNetworkError' });
  }

  @Post('driver')
  driverWrite(): unknown {
    return this.driver();
  }

  @Get('busy')
  busy(): unknown {
    throw new DomainError('too_many_requests', 'busy', 'Too much.', { retryAfterS: 7.2 });
  }

  @Get('cached')
  @Header('cache-status', 'inframind; hit; ttl=212; detail=l1')
  cached(): unknown {
    return { name: 'kept' };
  }

  @Get(':id')
  one(@Param('id') id: string): unknown {
    return { id };
  }

  @Post()
  @ApiResponse({ status: 201, standardSchema: answerSchema })
  create(@Body({ schema: thingSchema }) body: z.output<typeof thingSchema>): unknown {
    reached.push(body);
    return body;
  }

  @Delete(':id')
  remove(@Body() body: unknown): unknown {
    return { body: body ?? null };
  }
}

export interface HttpApp {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly url: string;
  readonly port: number;
  /** The lines of the log, parsed. */
  readonly log: Record<string, unknown>[];
}

/** A Nest application without stores, set up by the very functions that `main.ts` uses. */
export async function startHttpApp(
  env: Record<string, string> = {},
  limits?: ConnectionLimits,
): Promise<HttpApp> {
  const config = loadConfig({ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'info', LOG_PRETTY: 'false', ...env });
  const log: Record<string, unknown>[] = [];
  const logger = loggerTo(config, sink(log));
  const app = await NestFactory.create<NestFastifyApplication>(
    rootModule(config),
    createAdapter(config, logger, limits),
    { logger: false, abortOnError: false },
  );
  configureApp(app, config, logger);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { app, config, url, port: Number(new URL(url).port), log };
}

function rootModule(config: Config): Type {
  @Module({
    imports: [ConfigModule.forRoot(config), LoggingModule, TerminusModule.forRoot({ logger: false })],
    controllers: [ThingsController],
    providers: [Draining, HealthDetails],
  })
  class RootModule {}
  return RootModule;
}

function sink(log: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      for (const line of chunk.toString().split('\n').filter(Boolean)) log.push(JSON.parse(line));
      done();
    },
  });
}

/** Sends bytes as they are and gives everything that comes back until the end of the connection. */
export async function sendRaw(port: number, bytes: string | Buffer, thenEnd = false): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  socket.write(bytes);
  if (thenEnd) socket.end();
  await once(socket, 'close');
  return answer;
}
