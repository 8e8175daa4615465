import type { z } from 'zod'
import type { InputProblem } from './app-error'

type Issue = z.core.$ZodIssue

/**
 * What zod found wrong with an input, each at the very place: a key that is not known is named itself, and of a union
 * the branch that was most likely meant. `under` stands before each path; empty where the input is named by itself.
 */
export function issueProblems({ issues }: z.ZodError, under = ''): readonly InputProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, under === '' ? [] : [under]))
}

/** `labels.colour: is not known here`; only what is wrong where that is the input as a whole. */
export function problemWords({ path, message }: InputProblem): string {
  return path === '' ? message : `${path}: ${message}`
}

/** All of it in one line. */
export function issueWords(error: z.ZodError): string {
  return issueProblems(error).map(problemWords).join('; ')
}

function problemsOf(issue: Issue, above: readonly string[]): readonly InputProblem[] {
  const path = [...above, ...issue.path.map(String)]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not known here' }))
  }
  const branch = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : undefined
  if (branch !== undefined && branch.length > 0) return branch.flatMap((each) => problemsOf(each, path))
  return [{ path: path.join('.'), message: issue.message }]
}

/** Of a union the branch that was most likely meant: the one with the fewest faults. */
export function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.toSorted((one, other) => one.length - other.length)[0]
}
