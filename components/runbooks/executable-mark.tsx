'use client'

import { useServerNow } from '@/lib/client/live/live-context'
import type { RunbookSummaryWire } from '@/lib/core/api/runbooks'
import { isEvaluationFresh } from '@/lib/core/runbooks/evaluation'
import { Moment } from '../ui/moment'
import styles from './catalogue.module.css'
import { CheckMark } from './check-mark'

type Executable = RunbookSummaryWire['executable']

const words = {
  executable: 'Would work now',
  'not-executable': 'Would not work now',
  unknown: 'Not known whether it would work',
} as const

const outcomes = { executable: 'passed', 'not-executable': 'failed', unknown: 'unknown' } as const

/** Whether a runbook would work if it were started now, why not, and when that was found out. */
export function ExecutableMark({ executable }: { readonly executable: Executable }) {
  const nowMs = useServerNow()
  const { status, evaluatedAt, reasons } = asOf(executable, nowMs)
  return (
    <div className={styles.executable}>
      <p className={styles[status]}>
        <CheckMark outcome={outcomes[status]} />
        {words[status]}
      </p>
      {reasons.length > 0 ? (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : null}
      <small>
        {evaluatedAt === null ? (
          'never evaluated'
        ) : (
          <>
            evaluated <Moment at={evaluatedAt} />
          </>
        )}
      </small>
    </div>
  )
}

/** A page that has been open for long must not go on saying what was found out before. */
function asOf(executable: Executable, nowMs: number | null): Executable {
  const { evaluatedAt, status } = executable
  if (nowMs === null || evaluatedAt === null || status === 'unknown') return executable
  if (isEvaluationFresh(Date.parse(evaluatedAt), nowMs)) return executable
  return { ...executable, status: 'unknown', reasons: ['It was not evaluated for more than an hour.'] }
}
