import type { Severity } from '@/lib/core/findings/rule-definition'
import styles from './severity-mark.module.css'

/** How full the square is says how bad it is; colour is health's alone. */
const filled: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 }

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const level = filled[severity]
  return (
    <span className={`${styles.mark} ${level >= 3 ? styles.strong : ''}`}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 3.5}
            y={9 - bar * 3}
            width="2.5"
            height={3 + bar * 3}
            rx="0.6"
            opacity={bar < level ? 1 : 0.25}
          />
        ))}
      </svg>
      {severity}
    </span>
  )
}
