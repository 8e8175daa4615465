import type { PreflightCheck } from './action-definition'
import { unmetWords } from './unmet-words'

export const executableStatuses = ['executable', 'not-executable', 'unknown'] as const
export type ExecutableStatus = (typeof executableStatuses)[number]

/** An evaluation is worth two of its intervals; after that nobody knows. */
const EVALUATION_SHELF_LIFE_MS = 60 * 60_000

export function isEvaluationFresh(evaluatedAtMs: number, nowMs: number): boolean {
  return nowMs - evaluatedAtMs <= EVALUATION_SHELF_LIFE_MS
}

/** A look that began so short a time ago counts as one made now: nobody looks more often for being asked. */
export const LOOK_COUNTS_MS = 5_000

export interface EvaluatedStep {
  readonly key: string
  readonly title: string
  readonly checks: readonly PreflightCheck[]
}

/** Whether a runbook would work: one check that fails is enough that it would not; one nobody could look at, that nobody knows. */
export function judgeRunbook(
  problems: readonly string[],
  steps: readonly EvaluatedStep[],
): { readonly status: ExecutableStatus; readonly reasons: readonly string[] } {
  const reasonsFor = (outcome: PreflightCheck['outcome']) =>
    steps.flatMap(({ title, checks }) =>
      checks.filter((check) => check.outcome === outcome).map((check) => `${title}: ${unmetWords(check)}`),
    )
  const [failed, unknown] = [[...problems, ...reasonsFor('failed')], reasonsFor('unknown')]
  if (failed.length > 0) return { status: 'not-executable', reasons: [...failed, ...unknown] }
  return unknown.length > 0 ? { status: 'unknown', reasons: unknown } : { status: 'executable', reasons: [] }
}
