import type { RunStepWire } from '@/lib/core/api/runs'

type Result = Pick<NonNullable<RunStepWire['result']>, 'summary' | 'evidence' | 'checks'>

export interface ResultParts {
  /** Null where the reason, which stands above it, says the same. */
  readonly summary: string | null
  /** Without the lines that stand under the check that saw them. */
  readonly evidence: Result['evidence']
}

/** What of a result is still to be said: a failure that is told three times is read as three. */
export function resultParts(result: Result, reason: string | null): ResultParts {
  const lineOf = ({ label, value }: { readonly label: string; readonly value: string }) =>
    `${label}\n${value}`
  const underChecks = new Set(result.checks.flatMap((check) => check.evidence.map(lineOf)))
  return {
    summary: result.summary === reason ? null : result.summary,
    evidence: result.evidence.filter((line) => !underChecks.has(lineOf(line))),
  }
}
