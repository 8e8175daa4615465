'use client'

import { useServerNow } from '@/lib/client/live/live-context'
import { clockWords } from '@/lib/client/time/duration-words'
import type { RunStepWire } from '@/lib/core/api/runs'
import { type OfRun, shownStatus } from '@/lib/core/runbooks/step-status-words'
import { Moment } from '../ui/moment'
import styles from './step-view.module.css'
import { isBeingUndone } from './step-words'

interface ApprovalsProps {
  readonly step: RunStepWire
  readonly run: OfRun
}

/** Who asked, who agreed, and until when others may; in a run that has ended nobody may any more. */
export function Approvals({ step, run }: ApprovalsProps) {
  const { approvals } = step
  const requestedBy = isBeingUndone(step) ? (step.undo?.requestedBy ?? null) : step.requestedBy
  const nowMs = useServerNow()
  if (approvals === null || (requestedBy === null && approvals.given.length === 0)) return null
  const { given, needed, role, expiresAt } = approvals
  const leftMs = expiresAt === null || nowMs === null ? null : Date.parse(expiresAt) - nowMs
  return (
    <section className={styles.part} aria-label="Approvals">
      <h3>
        Approvals{' '}
        <small>
          {given.length} of {needed}, by {needed === 1 ? 'a' : ''} {role}
          {needed === 1 ? '' : 's'}
        </small>
      </h3>
      <ul className={styles.approvals}>
        {requestedBy === null ? null : <li>Asked for by {requestedBy}</li>}
        {given.map(({ by, at, breakGlassReason }) => (
          <li key={`${by}${at}`}>
            <b>{breakGlassReason === null ? 'Approved' : 'Glass broken'}</b> by {by},{' '}
            <Moment at={at} form="clock" />
            {breakGlassReason === null ? '' : `: ${breakGlassReason}`}
          </li>
        ))}
        {shownStatus(step, run) === 'awaiting-approval' && leftMs !== null ? (
          <li>
            {leftMs > 0
              ? `The request expires in ${clockWords(leftMs)}`
              : 'The request has expired: ask again'}
          </li>
        ) : null}
      </ul>
    </section>
  )
}
