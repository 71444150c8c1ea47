export { type ConnectionLimits, createAdapter, onRequestEnd } from './adapter.js';
export { ApiForbidden, ApiNotFound, ApiProblem } from './api-problem.decorator.js';
export { serveOpenApi } from './openapi.js';
export { ProblemFilter } from './problem.filter.js';
export {
  count,
  idParam,
  listOf,
  money,
  moneyAnswer,
  objectId,
  oneLine,
  optional,
  ownOrAll,
  pageAnswer,
  pageOf,
  pageQuery,
  switchInQuery,
  text,
  wholeNumberInQuery,
} from './schemas.js';
export type { EndedRequest } from './request-log.js';
export { protectBrowsers } from './security-headers.js';
export { validationPipe } from './validation.pipe.js';
