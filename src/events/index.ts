export {
  type AnnouncedWrite,
  DomainEvents,
  type WriteListener,
  type WriteOutcome,
  type WritePart,
} from './domain-events.js';
export type { DomainEvent, DomainEventType, EventOf } from './events.js';
export { EventsModule } from './events.module.js';
