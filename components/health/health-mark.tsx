import type { ReactNode } from 'react'
import { healthWords } from '@/lib/core/health/health-word'
import styles from './health-mark.module.css'
import { HealthShape, type ShownHealth } from './health-shape'

interface HealthMarkProps {
  readonly status: ShownHealth
  /** Replaces the word of the status where a better one is known: Stale, Not observed, Down 00:42. */
  readonly children?: ReactNode
}

/** Health as shape, colour and word. */
export function HealthMark({ status, children }: HealthMarkProps) {
  return (
    <span className={`${styles.mark} ${styles[status]}`}>
      <HealthShape status={status} />
      {children ?? shownHealthWord(status)}
    </span>
  )
}

export function shownHealthWord(status: ShownHealth): string {
  return status === 'planned' ? 'Planned' : healthWords[status]
}
