export { type ConnectionLimits, createAdapter } from './adapter.js';
export { openApiDocument, serveOpenApi } from './openapi.js';
export { type Problem, problemOf } from './problem.js';
export { ProblemFilter } from './problem.filter.js';
export {
  clearable,
  count,
  listOf,
  money,
  moneyAnswer,
  oneLine,
  optional,
  pageOf,
  pageQuery,
  problemSchema,
  switchInQuery,
  text,
  wholeNumberInQuery,
} from './schemas.js';
export { protectBrowsers } from './security-headers.js';
export { validationPipe } from './validation.pipe.js';
