import type { Problem } from '@/lib/core/api/problem'

/** What a failed call to our API throws: the answer's problem, or why there was no answer to read. */
export class ApiProblem extends Error {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause })
    this.name = 'ApiProblem'
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }
}
