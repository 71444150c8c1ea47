import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { readOptions, translateMongoErrors } from '../../../platform/database/index.js';
import { SampleMarkerRecord } from './sample-marker.schema.js';

const ID = 'sample_data';

/** Where the making of the sample data stands. */
@Injectable()
export class SampleMarkerRepository {
  constructor(@InjectModel(SampleMarkerRecord.name) private readonly model: Model<SampleMarkerRecord>) {}

  /** null: it was never begun. */
  async state(): Promise<SampleMarkerRecord['state'] | null> {
    const found = await translateMongoErrors(
      () => this.model.findById(ID, null, readOptions()).lean<SampleMarkerRecord>().exec(),
      'read',
    );
    return found?.state ?? null;
  }

  async set(state: SampleMarkerRecord['state']): Promise<void> {
    await translateMongoErrors(
      () => this.model.updateOne({ _id: ID }, { $set: { state } }, { upsert: true }).exec(),
      'write',
    );
  }
}
