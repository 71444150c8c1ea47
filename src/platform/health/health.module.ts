import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Draining } from './draining.js';
import { HealthDetails } from './health-details.js';
import { HealthController } from './health.controller.js';

/** Gives {@link Draining} and {@link HealthDetails} to every room. */
@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false })], // the request log says it, once
  controllers: [HealthController],
  providers: [Draining, HealthDetails],
  exports: [Draining, HealthDetails],
})
export class HealthModule {}
