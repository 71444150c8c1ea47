import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { etagOf, jsonBytes } from './etag.js';

interface Reply {
  header(name: string, value: string): Reply;
}

/** Gives the answer of a write the entity tag that a later read of the same representation will have. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(
      map((body: unknown) => {
        const bytes = jsonBytes(body);
        reply.header('etag', etagOf(bytes)).header('content-type', 'application/json; charset=utf-8');
        return bytes;
      }),
    );
  }
}
