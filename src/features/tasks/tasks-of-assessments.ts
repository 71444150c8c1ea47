import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncedWrite } from '../../events/index.js';
import type { AssessmentId, UserId } from '../../kernel/ids.js';
import type { DatabaseSession } from '../../platform/database/index.js';
import { type AssessmentPart, AssessmentParts } from '../assessments/index.js';
import { OwnedData, type OwnedDataPart } from '../users/index.js';
import { TaskKeysRepository } from './task-keys.repository.js';
import { Tasks } from './tasks.js';
import { TasksRepository } from './tasks.repository.js';

/** Tasks go with their assessment, and with its owner; what runs is cancelled first. */
@Injectable()
export class TasksOfAssessments implements AssessmentPart, OwnedDataPart, OnModuleInit {
  constructor(
    private readonly tasks: Tasks,
    private readonly repository: TasksRepository,
    private readonly keys: TaskKeysRepository,
    private readonly parts: AssessmentParts,
    private readonly ownedData: OwnedData,
  ) {}

  onModuleInit(): void {
    this.parts.join(this);
    this.ownedData.join(this);
  }

  halt(ids: readonly AssessmentId[]): Promise<void> {
    return this.tasks.halt(ids);
  }

  async remove(ids: readonly AssessmentId[], write: AnnouncedWrite, session: DatabaseSession): Promise<void> {
    await this.keys.deleteOfAssessments(ids, write, session);
    await this.repository.deleteOfAssessments(ids, write, session);
  }

  async removeAllOf(userId: UserId, write: AnnouncedWrite): Promise<void> {
    await this.keys.deleteOfUser(userId, write);
    await this.repository.deleteOfUser(userId, write);
  }
}
