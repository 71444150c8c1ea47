import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import type { AssessmentDetail } from './assessment.dto.js';

export const ASSESSMENTS_PATH = 'api/v2/assessments';

interface Reply {
  header(name: string, value: string): Reply;
}

/** Says where what was created is read (RFC 9110, 10.2.2). */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<AssessmentDetail>): Observable<AssessmentDetail> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(tap(({ id }) => reply.header('location', `/${ASSESSMENTS_PATH}/${id}`)));
  }
}
