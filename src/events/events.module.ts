import { Global, Module } from '@nestjs/common';
import { DomainEvents } from './domain-events.js';
import { EventMetrics } from './event-metrics.js';

@Global()
@Module({ providers: [DomainEvents, EventMetrics], exports: [DomainEvents] })
export class EventsModule {}
