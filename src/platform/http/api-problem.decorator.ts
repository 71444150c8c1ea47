import { ApiResponse } from '@nestjs/swagger';
import { PROBLEMS, type ProblemKind } from './problem.js';

/** States that the route (or each of the controller's) may answer with a problem of this kind; all have one shape. */
export const ApiProblem = (kind: ProblemKind, description: string) =>
  ApiResponse({ status: PROBLEMS[kind].status, description });

export const ApiForbidden = () => ApiProblem('forbidden', 'The role does not allow it.');

/** Nothing there, or nothing that the caller may know of: nobody can tell the two answers apart. */
export const ApiNotFound = (thing: string) =>
  ApiProblem('not_found', `No such ${thing}, or none that you may know of.`);
