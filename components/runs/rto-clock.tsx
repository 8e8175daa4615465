'use client'

import { useServerNow } from '@/lib/client/live/live-context'
import { clockWords, spokenSpan } from '@/lib/client/time/duration-words'
import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import type { RunMode } from '@/lib/core/runbooks/run'
import { type ClockTone, clockState } from './clock-state'
import styles from './run-head.module.css'

const toneWords: Readonly<Record<ClockTone, string | null>> = {
  calm: null,
  warning: 'hurry',
  missed: 'objective missed',
  met: 'objective met',
}

interface RtoClockProps {
  readonly rto: RunSummaryWire['rto']
  readonly mode: RunMode
}

/** The number that matters, largest. It runs by the server's clock; a screen reader reads it when it asks. */
export function RtoClock({ rto, mode }: RtoClockProps) {
  const nowMs = useServerNow()
  const { elapsedMs, tone } = clockState(rto, nowMs)
  const objective = rto.objectiveMs === 0 ? 'at once' : clockWords(rto.objectiveMs)
  if (mode === 'rehearsal') {
    return (
      <p className={styles.rehearsed}>
        Objective <b>{objective}</b> · a rehearsal has no clock
      </p>
    )
  }
  const isShort = tone === 'missed' && elapsedMs <= rto.objectiveMs
  const word = isShort ? 'not reached' : toneWords[tone]
  return (
    <p className={`${styles.rto} ${styles[tone]}`} role="timer" aria-live="off">
      <span className={styles.label}>RTO</span>
      <b aria-hidden>{clockWords(elapsedMs)}</b>
      <span className="visually-hidden">{spokenSpan(elapsedMs)}</span>
      <span className={styles.label}>
        {rto.objectiveMs === 0 ? 'wanted at once' : `of ${objective}`}
        {word === null ? null : <em>{word}</em>}
      </span>
    </p>
  )
}
