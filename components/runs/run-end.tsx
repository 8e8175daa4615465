'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { RunWire } from '@/lib/core/api/runs'
import { changedBy } from '@/lib/core/runbooks/run-deeds'
import { buttonClass } from '../ui/button'
import { instruction } from './instruction'
import { lossWords } from './loss-words'
import styles from './run-page.module.css'
import { mustGoBack, WaysBack } from './ways-back'

/** How it ended, its report, and the way back to how things were. */
export function RunEnd({ run }: { readonly run: RunWire }) {
  return (
    <section className={styles.end} aria-label="How it ended">
      <h2>{instruction(run)}</h2>
      {run.status === 'aborted' ? <Left steps={run.steps} /> : null}
      {run.status === 'failed' ? <WouldNotWork steps={run.steps} /> : null}
      {run.rpo === null ? null : <Loss run={run} rpo={run.rpo} />}
      <WaysBack run={run} />
      <div className={styles.actions}>
        <Link href={`/runs/${run.id}/report`} className={buttonClass(mustGoBack(run) ? 'ghost' : 'primary')}>
          Read the report
        </Link>
      </div>
    </section>
  )
}

interface LossProps {
  readonly run: RunWire
  readonly rpo: NonNullable<RunWire['rpo']>
}

function Loss({ run: { mode, status }, rpo }: LossProps) {
  const verb = mode === 'rehearsal' ? 'Would be lost' : status === 'succeeded' ? 'Lost' : 'May be lost'
  return (
    <p>
      {verb}: <b>{lossWords(rpo)}</b> · {rpo.reason}
    </p>
  )
}

/** An aborted run is not undone: whoever comes next must know what stands as it left it. */
function Left({ steps }: Pick<RunWire, 'steps'>) {
  const changed = changedBy(steps)
  if (changed.length === 0) return null
  return (
    <>
      <p>What it has done stays as it is:</p>
      <ul className={styles.left}>
        {changed.map((step) => (
          <li key={step.key}>
            {step.title}: {step.result?.summary}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What a rehearsal is for: which steps would not work, and why. */
function WouldNotWork({ steps }: Pick<RunWire, 'steps'>) {
  const path = usePathname()
  return (
    <ul className={styles.left}>
      {steps
        .filter(({ status }) => status === 'failed')
        .map(({ key, number, title, reason }) => (
          <li key={key}>
            <Link href={`${path}?step=${key}`} scroll={false}>
              {number} {title}
            </Link>
            {reason === null ? '' : `: ${reason}`}
          </li>
        ))}
    </ul>
  )
}
