import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** How far the making of the sample data has come: without it a start that was killed midway would leave a half. */
@Schema({ collection: 'sample_data', versionKey: false, strict: 'throw' })
export class SampleMarkerRecord {
  @Prop({ type: String, required: true }) _id!: string;
  /** `making`: what is there may be a part, and nobody knows the passwords; `told`: all there and announced. */
  @Prop({ type: String, required: true }) state!: 'making' | 'told';
}

export const sampleMarkerSchema = SchemaFactory.createForClass(SampleMarkerRecord);
