export {
  JOB_QUEUE,
  type JobCounts,
  type JobEnd,
  type JobQueue,
  type QueueWorker,
  type RunJob,
} from './job-queue.port.js';
export { QueueModule } from './queue.module.js';
