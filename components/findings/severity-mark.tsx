import type { Severity } from '@/lib/core/findings/rule-definition'
import styles from './severity-mark.module.css'

/** How many bars are full says how bad it is; colour is health's alone. */
const filled: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 }

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return (
    <span className={`${styles.mark} ${filled[severity] >= 3 ? styles.strong : ''}`}>
      <SeverityBars severity={severity} />
      {severity}
    </span>
  )
}

export function SeverityBars({ severity }: { readonly severity: Severity }) {
  return (
    <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" className={styles.bars}>
      {[0, 1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={bar * 3.5}
          y={9 - bar * 3}
          width="2.5"
          height={3 + bar * 3}
          rx="0.6"
          opacity={bar < filled[severity] ? 1 : 0.25}
        />
      ))}
    </svg>
  )
}
