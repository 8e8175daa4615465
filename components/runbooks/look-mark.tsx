'use client'

import type { RunbookSummaryWire } from '@/lib/core/api/runbooks'
import { Moment } from '../ui/moment'
import styles from './catalogue.module.css'
import { CheckMark } from './check-mark'
import { ExecutableMark } from './executable-mark'
import type { LookState } from './look-state'

interface LookMarkProps {
  readonly look: LookState
  readonly executable: RunbookSummaryWire['executable']
}

/** Whether it would work, as looked at for this very start; what was found before is not shown as if it were now. */
export function LookMark({ look, executable }: LookMarkProps) {
  return (
    <div role="status">
      {look === 'looking' ? <Looking /> : null}
      {look === 'looked' ? <ExecutableMark executable={executable} /> : null}
      {look === 'unanswered' ? <Unanswered evaluatedAt={executable.evaluatedAt} /> : null}
    </div>
  )
}

function Looking() {
  return (
    <div className={styles.executable}>
      <p>
        <span className={styles.looking}>
          <CheckMark outcome="unknown" />
        </span>
        Looking at the servers…
      </p>
      <small>What is offered below may change in a moment.</small>
    </div>
  )
}

function Unanswered({ evaluatedAt }: { readonly evaluatedAt: string | null }) {
  return (
    <div className={styles.executable}>
      <p className={styles.unknown}>
        <CheckMark outcome="unknown" />
        Nobody could look now
      </p>
      <small>
        {evaluatedAt === null ? (
          'What is offered below was never looked at. '
        ) : (
          <>
            What is offered below was found <Moment at={evaluatedAt} />.{' '}
          </>
        )}
        The run looks again before each step.
      </small>
    </div>
  )
}
