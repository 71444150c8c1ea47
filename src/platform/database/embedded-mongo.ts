import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type OwnedDataDir, ownDataDir } from './data-dir.js';
import { DatabaseStartError, reasonOf } from './database-start.error.js';
import { findMongod } from './find-mongod.js';
import { type MongodProcess, MongodStartFailure, spawnMongod } from './mongod-process.js';
import { becomePrimary, REPLICA_SET } from './replica-set.js';

/** How long a start waits for an owner of the data folder that is about to end. */
const OWNER_WAIT_MS = 5000;
const RETRY_MS = 200;
const REVIVAL_MS = [200, 1000, 5000, 15_000] as const;

export interface EmbeddedMongoOptions {
  /** Kept between starts; made with mode 0700. */
  readonly dataDir: string;
  /** The mongod to run; unset: {@link findMongod}. */
  readonly binary?: string | null;
  readonly log?: (line: string) => void;
  /** Further arguments of mongod, as on its command line. */
  readonly args?: readonly string[];
  /** How long to wait for a living owner of the folder, in ms. */
  readonly ownerWaitMs?: number;
}

/** A real MongoDB that lives as long as this process, however that ends. */
export interface EmbeddedMongo {
  /** Names the database `inframind`; see {@link uriOf} for another. */
  readonly uri: string;
  readonly port: number;
  /** The server's pid now: another one after it was revived. */
  readonly pid: number;
  /** Ends the server and gives the folder free; may be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a one-member replica set (transactions and change streams work) and resolves when it can be written to.
 * A server that ends by itself is started again on the same port.
 * @throws {DatabaseStartError} one sentence: the folder is in use, no mongod to be had, it does not start
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  if (process.platform === 'win32') {
    throw new DatabaseStartError(
      'The embedded MongoDB does not run on Windows: set MONGODB_URI (or use WSL).',
    );
  }
  const log = options.log ?? (() => {});
  const binary = await findMongod({ binary: options.binary ?? null, log });
  const dir = await ownDataDir(options.dataDir, options.ownerWaitMs ?? OWNER_WAIT_MS);
  try {
    const server = new Server(binary, dir, options.args ?? [], log);
    await server.start();
    return server;
  } catch (error) {
    await dir.release();
    throw new DatabaseStartError(
      `The embedded MongoDB in ${options.dataDir} does not start (${reasonOf(error)}): ` +
        'mend that, set MONGODB_DATA_DIR to an empty folder, or set MONGODB_URI.',
      { cause: error },
    );
  }
}

/** The address of an embedded server with a database name. */
export function uriOf(port: number, database = 'inframind'): string {
  return `mongodb://127.0.0.1:${port}/${database}?replicaSet=${REPLICA_SET}`;
}

class Server implements EmbeddedMongo {
  port = 0;
  private process: MongodProcess | null = null;
  private stopping = false;
  private revival: Promise<void> = Promise.resolve();

  constructor(
    private readonly binary: string,
    private readonly dir: OwnedDataDir,
    private readonly args: readonly string[],
    private readonly log: (line: string) => void,
  ) {}

  get uri(): string {
    return uriOf(this.port);
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  async start(): Promise<void> {
    const remembered = await this.dir.rememberedPort();
    this.port = remembered !== null && (await isFree(remembered)) ? remembered : await freePort();
    const giveUpMs = performance.now() + OWNER_WAIT_MS;
    while (this.process === null) {
      try {
        this.process = await this.launch();
      } catch (error) {
        if (!(error instanceof MongodStartFailure) || error.kind === 'other') throw error;
        if (performance.now() > giveUpMs) throw error;
        if (error.kind === 'port_taken') this.port = await freePort();
        await pause(RETRY_MS);
      }
    }
    await this.dir.rememberPort(this.port);
    this.log(`the embedded MongoDB listens on 127.0.0.1:${this.port}`);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.process?.stop();
    await this.revival;
    await this.process?.stop();
    await this.dir.release();
  }

  private async launch(): Promise<MongodProcess> {
    const fixed =
      `--port ${this.port} --bind_ip 127.0.0.1 --replSet ${REPLICA_SET} --nounixsocket --oplogSize 64 ` +
      // an empty data folder takes 49 MB instead of 301
      '--wiredTigerCacheSizeGB 0.25 --journalCommitInterval 5 --wiredTigerEngineConfigString log=(file_max=16MB)';
    const launched = await spawnMongod(this.binary, [
      '--dbpath',
      this.dir.dbPath,
      ...fixed.split(' '),
      ...this.args,
    ]);
    try {
      await becomePrimary(this.port);
    } catch (error) {
      await launched.stop();
      throw error;
    }
    void launched.exited.then((complaint) => {
      if (!this.stopping) this.revival = this.revive(complaint);
    });
    return launched;
  }

  /** The same port: the driver finds the server again by itself. */
  private async revive(complaint: string): Promise<void> {
    this.log(`the embedded MongoDB ended (${complaint}), starting it again`);
    for (let attempt = 0; !this.stopping; attempt += 1) {
      await pause(REVIVAL_MS[Math.min(attempt, REVIVAL_MS.length - 1)]);
      if (this.stopping) return;
      try {
        this.process = await this.launch();
        this.log('the embedded MongoDB is back');
        return;
      } catch (error) {
        this.log(`the embedded MongoDB does not start (${reasonOf(error)})`);
      }
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
