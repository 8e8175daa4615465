'use client'

import { useServerNow } from '@/lib/client/live/live-context'
import type { RunWire } from '@/lib/core/api/runs'
import { phaseSegments } from './phase-bar'
import styles from './run-head.module.css'

const statusWords = { done: 'done', active: 'now', pending: 'to come' } as const

/** Where the time went, and where it goes now. */
export function Phases({ run }: { readonly run: RunWire }) {
  const nowMs = useServerNow()
  const segments = phaseSegments(run, run.rto.stoppedAt === null ? nowMs : null)
  if (segments.length === 0) return null
  return (
    <ol className={styles.phases} aria-label="Phases">
      {segments.map(({ key, words, status, share }) => (
        <li key={key} className={styles[status]} style={{ flexGrow: share }} title={words}>
          <span>{words}</span>
          <span className="visually-hidden">, {statusWords[status]}</span>
        </li>
      ))}
    </ol>
  )
}
