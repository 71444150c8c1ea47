import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { eventually } from '../support/eventually.mjs';
import { freePort, keepProcess, temporaryDirOnDisk } from '../support/kept-process.mjs';
import { findTestMongod, startMongoServer } from '../support/mongo-server.mjs';
import { startRedisServer } from '../support/redis-server.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 30_000;

/**
 * One server, alone in its process.
 * @typedef {object} Server
 * @property {number} port
 * @property {number} pid
 * @property {readonly string[]} lines the last ones that it has said
 * @property {string} url
 * @property {() => Promise<number>} stop
 */

/** What all services of one run share: the stores, the secret of their tokens, the folder of what is written for them. */
export class Bench {
  /** @type {{ stop: () => Promise<unknown> }[]} */
  #started = [];
  #folder = temporaryDirOnDisk('bench');
  jwtSecret = randomBytes(32).toString('hex');
  mongodbUri = '';
  redisUrl = '';

  /** @param {string} dist the folder of the built service */
  constructor(dist) {
    this.main = resolve(dist, 'main.js');
    this.worker = resolve(dist, 'worker.js');
  }

  /** @param {readonly string[]} [mongodArgs] further arguments of the mongod */
  async startStores(mongodArgs = []) {
    const mongo = await startMongoServer(await findTestMongod(), mongodArgs, temporaryDirOnDisk('bench'));
    this.#started.push(mongo);
    const redis = await startRedisServer();
    this.#started.push(redis);
    this.mongodbUri = mongo.uri.replace('/?', '/bench?');
    this.redisUrl = redis.url;
  }

  /**
   * The built service as an operator runs it. Its log goes to `/dev/null`: it is written, and nobody's reading is measured.
   * @param {Record<string, string>} [env]
   * @param {readonly string[]} [nodeOptions]
   */
  async startService(env = {}, nodeOptions = []) {
    return this.#start(
      '/bin/sh',
      ['-c', 'exec "$0" "$@" >/dev/null', process.execPath, ...nodeOptions, this.main],
      {
        MONGODB_URI: this.mongodbUri,
        REDIS_URL: this.redisUrl,
        CACHE_PREFIX: `bench-${randomBytes(4).toString('hex')}`,
        SAMPLE_DATA: 'false',
        ACCESS_TOKEN_TTL_S: '86400',
        RATE_LIMIT_PER_MINUTE: '0',
        LOG_LEVEL: 'warn',
        ...env,
      },
      '/health/ready',
    );
  }

  /**
   * A process that runs jobs alone, on the same stores.
   * @param {Record<string, string>} env
   * @param {readonly string[]} [nodeOptions]
   */
  async startWorker(env, nodeOptions = []) {
    const { PATH, HOME } = process.env;
    const kept = await keepProcess(process.execPath, [...nodeOptions, this.worker], {
      cwd: tmpdir(), // where no .env of a developer lies
      env: {
        ...{ PATH, HOME, NODE_ENV: 'production', LOG_LEVEL: 'info', JWT_SECRET: this.jwtSecret },
        MONGODB_URI: this.mongodbUri,
        REDIS_URL: this.redisUrl,
        ...env,
      },
    });
    this.#started.push(kept);
    await eventually(() => !kept.isRunning() || kept.lines.some((line) => line.includes('runs jobs')), {
      withinMs: START_LIMIT_MS,
      everyMs: 25,
      what: 'the worker runs jobs',
    });
    if (!kept.isRunning()) throw new Error(`The worker ended at its start:\n${kept.lines.join('\n')}`);
    return { pid: kept.pid, lines: kept.lines };
  }

  /**
   * A peer of `test/bench/peers`; its TypeScript is compiled as the service's is.
   * @param {string} name
   * @param {Record<string, string>} env
   */
  async startPeer(name, env) {
    const source = fileURLToPath(new URL(`peers/${name}`, import.meta.url));
    return this.#start(process.execPath, [name.endsWith('.ts') ? this.#compile(source) : source], env, '/');
  }

  /**
   * Writes a file for a peer to read, and gives its path.
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const path = join(this.#folder, name);
    writeFileSync(path, text);
    return path;
  }

  async stop() {
    for (const each of this.#started.toReversed()) await each.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {Record<string, string>} env
   * @param {string} path answered by anything once the server listens; a path of health must say 200
   * @returns {Promise<Server>}
   */
  async #start(command, args, env, path) {
    const port = await freePort();
    const { PATH, HOME } = process.env;
    const kept = await keepProcess(command, args, {
      cwd: tmpdir(), // where no .env of a developer lies
      env: {
        ...{ PATH, HOME, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port) },
        JWT_SECRET: this.jwtSecret,
        ...env,
      },
    });
    this.#started.push(kept);
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => !kept.isRunning() || (await isReady(`${url}${path}`)), {
      withinMs: START_LIMIT_MS,
      everyMs: 25,
      what: 'the server answers',
    });
    if (!kept.isRunning()) throw new Error(`The server ended at its start:\n${kept.lines.join('\n')}`);
    return { port, pid: kept.pid, lines: kept.lines, url, stop: kept.stop };
  }

  /** @param {string} source */
  #compile(source) {
    const { code } = transformSync(readFileSync(source, 'utf8'), {
      filename: source,
      module: { type: 'es6' },
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    });
    const folder = join(this.#folder, basename(source, '.ts'));
    mkdirSync(folder);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const path = join(folder, 'main.mjs');
    writeFileSync(path, code);
    return path;
  }
}

/** @param {string} url */
async function isReady(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
  await response.arrayBuffer();
  return response.status === 200 || !url.includes('/health/');
}
