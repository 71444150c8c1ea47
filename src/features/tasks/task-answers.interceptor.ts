import type { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  HttpStatus,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { TaskDetail } from './task.dto.js';
import type { TaskEventStream } from './task-streams.js';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}

/** 202 with the task that was cancelled, 204 where there is nothing any more. */
@Injectable()
export class CancelledOrGone implements NestInterceptor {
  intercept(
    context: ExecutionContext,
    next: CallHandler<TaskDetail | null>,
  ): Observable<TaskDetail | undefined> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(
      map((task) => {
        reply.status(task === null ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED);
        return task ?? undefined;
      }),
    );
  }
}

/** An event stream, unbuffered on its way; 204 tells a client (WHATWG HTML, 9.2.3) that it need not come back. */
@Injectable()
export class EventStream implements NestInterceptor {
  intercept(
    context: ExecutionContext,
    next: CallHandler<TaskEventStream>,
  ): Observable<StreamableFile | undefined> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(
      map((stream: Readable | null) => {
        reply.header('cache-control', 'no-store');
        if (stream === null) {
          reply.status(HttpStatus.NO_CONTENT);
          return undefined;
        }
        reply.header('x-accel-buffering', 'no'); // nginx would hold events back
        return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
      }),
    );
  }
}
