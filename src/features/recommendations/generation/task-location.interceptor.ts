import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import type { GenerationAccepted } from '../recommendations.dto.js';

const TASKS_PATH = '/api/v2/tasks';

interface Reply {
  header(name: string, value: string): Reply;
}

/** Says where the run that was accepted is watched (RFC 9110, 15.3.3). */
@Injectable()
export class TaskLocationInterceptor implements NestInterceptor {
  intercept(
    context: ExecutionContext,
    next: CallHandler<GenerationAccepted>,
  ): Observable<GenerationAccepted> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(tap(({ task_id }) => reply.header('location', `${TASKS_PATH}/${task_id}`)));
  }
}
