/**
 * A worker as `worker.ts` is one, that knows a kind of work besides: as many slow steps as a task's input says, each
 * written into a collection of its own in the step's transaction, so that a test can count them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';

const built = (/** @type {string} */ path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { AppModule } = await built('app.module.js');
const { stopOnSignals } = await built('app.setup.js');
const { TaskHandlers } = await built('features/tasks/index.js');
const { loadConfig } = await built('platform/config/index.js');

const config = { ...loadConfig(), workerInline: true };
const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), { logger: false });
const steps = app.get(getConnectionToken()).collection('test_steps');
app.get(TaskHandlers).register({
  kind: 'test_work',
  /** @param {any} task */
  async run(task) {
    const { count = 1, everyMs = 0 } = task.input ?? {};
    for (let step = 1; step <= count; step += 1) {
      await task.move(
        {
          currentStep: `step ${step}`,
          progress: (100 * step) / (count + 1),
          message: `By ${config.instanceId}.`,
        },
        async (/** @type {unknown} */ _, /** @type {any} */ session) => {
          await steps.insertOne({ task: task.id, attempt: task.attempt, step }, { session });
        },
      );
      await pause(everyMs);
    }
    await task.complete(
      { by: config.instanceId },
      [],
      async (/** @type {unknown} */ _, /** @type {any} */ session) => {
        await steps.insertOne({ task: task.id, done: true, by: config.instanceId }, { session });
      },
    );
  },
  async onEnded() {},
});
stopOnSignals(app);
process.stdout.write('this process runs jobs\n');
