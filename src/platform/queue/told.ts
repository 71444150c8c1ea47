import { EventEmitter } from 'node:events';

/** Who listens in this process to what is told of jobs. */
export class Told {
  private readonly emitter = new EventEmitter().setMaxListeners(0); // as many as there are streams: bounded there

  /** @param id null: something may have been missed */
  pass(id: string | null): void {
    this.emitter.emit('told', id);
  }

  listen(listener: (id: string | null) => void): () => void {
    this.emitter.on('told', listener);
    return () => this.emitter.off('told', listener);
  }
}
