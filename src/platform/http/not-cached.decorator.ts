import { SetMetadata } from '@nestjs/common';

export const NOT_CACHED = 'inframind:not-cached';

/** This GET always asks its source, and why: every GET states this or a cache policy (a test walks all routes). */
export const NotCached = (reason: string) => SetMetadata(NOT_CACHED, reason);
