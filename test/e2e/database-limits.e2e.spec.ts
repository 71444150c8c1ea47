import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { ConsoleLogger, Module } from '@nestjs/common';
import { getModelToken, MongooseModule, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Model } from 'mongoose';
import { ConfigModule, loadConfig } from '../../src/platform/config/index.js';
import {
  DatabaseModule,
  DatabaseService,
  duplicateKeyFields,
  fenced,
  findMongod,
  readOptions,
  startEmbeddedMongo,
  type EmbeddedMongo,
  translateMongoErrors,
  uriOf,
  writeOptions,
} from '../../src/platform/database/index.js';
import { eventually } from '../support/eventually.mjs';
import { temporaryDir } from '../support/kept-process.mjs';

const MAX_TIME_MS = 1000;

@Schema({ collection: 'things' })
class ThingRecord {
  @Prop({ type: String, required: true, unique: true })
  name!: string;

  @Prop({ type: Number, required: true })
  count!: number;
}
const ThingSchema = SchemaFactory.createForClass(ThingRecord);

@Module({ imports: [MongooseModule.forFeature([{ name: ThingRecord.name, schema: ThingSchema }])] })
class ThingsModule {}

describe('the database connection', () => {
  let dataDir: string;
  let server: EmbeddedMongo;
  let app: TestingModule;
  let things: Model<ThingRecord>;
  let database: DatabaseService;

  beforeAll(async () => {
    dataDir = temporaryDir('limits');
    server = await startEmbeddedMongo({
      dataDir,
      binary: process.env['TEST_MONGOD'] ?? (await findMongod()),
    });
    const config = loadConfig({
      MONGODB_URI: uriOf(server.port, 'limits'),
      MONGODB_MAX_TIME_MS: String(MAX_TIME_MS),
      CACHE_CONSISTENCY: 'strict',
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    app = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), DatabaseModule, ThingsModule],
    })
      .setLogger(new ConsoleLogger({ logLevels: ['error'] }))
      .compile();
    await app.init();
    things = app.get(getModelToken(ThingRecord.name));
    database = app.get(DatabaseService);
  });
  afterEach(async () => {
    thaw();
    await eventually(() => database.state() === 'up', { what: 'the database is up' });
    await things.deleteMany({});
  });
  afterAll(async () => {
    await app.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const freeze = (): void => void process.kill(server.pid, 'SIGSTOP');
  const thaw = (): void => void process.kill(server.pid, 'SIGCONT');
  const insert = (name: string, count = 0) =>
    things.insertMany([{ name, count }], { ...writeOptions({ deadlineMs: Infinity }), ordered: true });
  const within = (ms: number) => ({ deadlineMs: performance.now() + ms });

  it('has the declared indexes when the start is over', async () => {
    const names = Object.keys(await things.collection.indexInformation());
    expect(names.sort()).toEqual(['_id_', 'name_1']);
    expect(database.embedded).toBe(false);
    expect(database.replicated).toBe(true);
  });

  it('ends every kind of operation on a frozen server, whose answer never comes', async () => {
    await insert('a');
    freeze();
    const set = { $set: { count: 1 } };
    const operations: Record<string, () => Promise<unknown>> = {
      find: () => things.find().lean().exec(),
      findOne: () => things.findOne({ name: 'a' }).lean().exec(),
      linearizable: () =>
        things
          .findOne({ name: 'a' }, null, readOptions({ single: true }))
          .lean()
          .exec(),
      countDocuments: () => things.countDocuments().exec(),
      estimatedDocumentCount: () => things.estimatedDocumentCount().exec(),
      distinct: () => things.distinct('name').exec(),
      aggregate: () => things.aggregate([{ $match: {} }]).exec(),
      updateOne: () => things.updateOne({ name: 'b' }, set).exec(),
      updateMany: () => things.updateMany({ name: 'b' }, set).exec(),
      replaceOne: () => things.replaceOne({ name: 'b' }, { name: 'b', count: 1 }).exec(),
      deleteOne: () => things.deleteOne({ name: 'b' }).exec(),
      deleteMany: () => things.deleteMany({ name: 'b' }).exec(),
      findOneAndUpdate: () => things.findOneAndUpdate({ name: 'b' }, set).exec(),
      findOneAndReplace: () => things.findOneAndReplace({ name: 'b' }, { name: 'b', count: 1 }).exec(),
      findOneAndDelete: () => things.findOneAndDelete({ name: 'b' }).exec(),
      insertMany: () => insert('c'),
    };
    await Promise.all(
      Object.entries(operations).map(async ([name, run]) => {
        const error: unknown = await translateMongoErrors(run, 'write').then(
          () => 'no error',
          (caught: unknown) => caught,
        );
        expect({ name, error }).toMatchObject({ error: { kind: 'unavailable', outcomeUnknown: true } });
      }),
    );
  });

  it('gives every query its limit on the server', async () => {
    await insert('slow');
    const slow = 'function () { while (true); }';
    const reading = translateMongoErrors(
      () => things.collection.find({ $where: slow }, { maxTimeMS: MAX_TIME_MS * 0.1 }).toArray(),
      'read',
    );
    await expect(reading).rejects.toMatchObject({
      kind: 'unavailable',
      outcomeUnknown: false,
      cause: { code: 50 },
    });
    for (const query of [
      things.updateOne({}, {}),
      things.deleteOne({ name: 'none' }),
      things.findOne({ name: 'none' }),
    ]) {
      await query.exec();
      expect(query.getOptions()).toMatchObject({ maxTimeMS: MAX_TIME_MS * 0.9 });
    }
  });

  it('lets no fenced write take effect after its deadline, where a plain one does', async () => {
    await insert('plain');
    await insert('fenced');
    await things.findOne({ name: 'fenced' }).exec();
    freeze();
    const write = within(2_000);
    const fence = fenced({ name: 'fenced' }, write);
    const options = writeOptions(write);
    const outcomes = await Promise.all(
      [
        () => things.updateOne({ name: 'plain' }, { $inc: { count: 1 } }, { ...options }).exec(),
        () => things.updateOne(fence, { $inc: { count: 1 } }, { ...options }).exec(),
      ].map((operation) => translateMongoErrors(operation).catch((error: unknown) => error)),
    );
    expect(outcomes).toMatchObject([{ outcomeUnknown: true }, { outcomeUnknown: true }]);
    await eventually(() => performance.now() > write.deadlineMs, { what: 'the deadline is over' });
    thaw();
    await eventually(async () => (await things.findOne({ name: 'plain' }).exec())?.count === 1, {
      what: 'the plain write took effect',
    });
    expect((await things.findOne({ name: 'fenced' }).exec())?.count).toBe(0);
  });

  it('lets a fenced write in time through, by index', async () => {
    await insert('a');
    const write = within(5000);
    const result = await things
      .updateOne(fenced({ name: 'a' }, write), { $inc: { count: 1 } }, writeOptions(write))
      .exec();
    expect(result.modifiedCount).toBe(1);
    const plan = await things.collection.find({ ...fenced({ name: 'a' }, write) }).explain('executionStats');
    expect(plan['executionStats']).toMatchObject({ totalKeysExamined: 1, totalDocsExamined: 1 });
  });

  it('says down while the server is frozen, and up again by itself', async () => {
    expect(database.state()).toBe('up');
    freeze();
    await eventually(() => database.state() === 'down', { what: 'down' });
    thaw();
    await eventually(() => database.state() === 'up', { what: 'up' });
    await insert('after');
    expect(await things.countDocuments().exec()).toBe(1);
  });

  it('names the field of a duplicate', async () => {
    await insert('a');
    const error: unknown = await translateMongoErrors(() => insert('a')).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'conflict', outcomeUnknown: false });
    expect(duplicateKeyFields(error)).toEqual(['name']);
  });

  it('refuses operators that came in with a filter', async () => {
    await insert('a');
    const foreign = { name: { $ne: 'x' } } as unknown as { name: string };
    const found = await things
      .findOne(foreign)
      .lean()
      .exec()
      .catch(() => 'refused');
    expect(found === null || found === 'refused').toBe(true);
  });

  it('commits a transaction whole, rolls it back whole, and repeats it after a collision', async () => {
    await insert('a');
    let runs = 0;
    const failing = database.inTransaction(async (session) => {
      await things.updateOne({ name: 'a' }, { $inc: { count: 10 } }, { session }).exec();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await things.findOne({ name: 'a' }).exec())?.count).toBe(0);
    await database.inTransaction(async (session) => {
      runs += 1;
      await things.findOne({ name: 'a' }, null, { session }).exec();
      // another write after our snapshot: the server calls it a conflict
      if (runs === 1) await things.updateOne({ name: 'a' }, { $inc: { count: 1 } }).exec();
      await things.updateOne({ name: 'a' }, { $inc: { count: 1 } }, { session }).exec();
    });
    expect([runs, (await things.findOne({ name: 'a' }).exec())?.count]).toEqual([2, 2]);
  });
});

describe('the database module without MONGODB_URI', () => {
  it('brings a database of its own, and ends it with the application', async () => {
    const dataDir = temporaryDir('module');
    const config = loadConfig({
      MONGODB_DATA_DIR: dataDir,
      MONGODB_BINARY: process.env['TEST_MONGOD'] ?? (await findMongod()),
    });
    const app = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), DatabaseModule, ThingsModule],
    })
      .setLogger(new ConsoleLogger({ logLevels: ['error'] }))
      .compile();
    await app.init();
    const database = app.get(DatabaseService);
    expect([database.state(), database.embedded]).toEqual(['up', true]);
    const things: Model<ThingRecord> = app.get(getModelToken(ThingRecord.name));
    await things.insertMany([{ name: 'a', count: 0 }], {
      ...writeOptions({ deadlineMs: Infinity }),
      ordered: true,
    });
    await app.close();
    // a clean end empties the lock; whoever starts next finds nobody
    const again = await startEmbeddedMongo({ dataDir, binary: config.mongodb.binary, ownerWaitMs: 0 });
    await again.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
});
