import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { UnannouncedWrites } from '../../cache/watch/index.js';
import { AssessmentsModule } from '../assessments/index.js';
import { UsersModule } from '../users/index.js';
import { CancelledOrGone, EventStream } from './task-answers.interceptor.js';
import { TaskHandlers } from './task-handlers.js';
import { TaskKeyRecord, taskKeySchema } from './task-key.schema.js';
import { TaskKeysRepository } from './task-keys.repository.js';
import { TaskRequests } from './task-requests.js';
import { TaskRunner } from './task-runner.js';
import { TaskRecord, taskSchema } from './task.schema.js';
import { TaskStreams } from './task-streams.js';
import { TaskWork } from './task-work.js';
import { TaskWrites } from './task-writes.js';
import { TasksController } from './tasks.controller.js';
import { Tasks } from './tasks.js';
import { TasksOfAssessments } from './tasks-of-assessments.js';
import { TasksRepository } from './tasks.repository.js';
import { TasksService } from './tasks.service.js';
import { taskWatch } from './tasks.watch.js';
import { WorkersController } from './workers.controller.js';

/** Long work: made by other features, run in the background, watched by people. */
@Module({
  imports: [
    UsersModule,
    AssessmentsModule,
    MongooseModule.forFeature([
      { name: TaskRecord.name, schema: taskSchema },
      { name: TaskKeyRecord.name, schema: taskKeySchema },
    ]),
  ],
  controllers: [TasksController, WorkersController],
  providers: [
    CancelledOrGone,
    EventStream,
    TaskHandlers,
    TaskKeysRepository,
    TaskRequests,
    TaskRunner,
    Tasks,
    TasksOfAssessments,
    TasksRepository,
    TasksService,
    TaskStreams,
    TaskWork,
    TaskWrites,
  ],
  exports: [TaskHandlers, Tasks],
})
export class TasksModule implements OnModuleInit {
  constructor(private readonly unannounced: UnannouncedWrites) {}

  onModuleInit(): void {
    this.unannounced.register(taskWatch);
  }
}
