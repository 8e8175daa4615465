import type { PreflightCheckWire } from '@/lib/core/api/runbooks'
import styles from './check-list.module.css'

type Outcome = PreflightCheckWire['outcome']

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  passed: 'Passed',
  warning: 'Warning',
  failed: 'Failed',
  unknown: 'Could not be looked at',
}

/** One shape an outcome, as health has: circle, triangle, square with a cross, broken ring. */
export function CheckMark({ outcome }: { readonly outcome: Outcome }) {
  return (
    <span className={`${styles.mark} ${styles[outcome]}`}>
      <svg viewBox="0 0 12 12" width={12} height={12} fill="currentColor" aria-hidden="true">
        {shapes[outcome]}
      </svg>
      {outcome === 'passed' ? <span className="visually-hidden">{outcomeWords[outcome]}: </span> : null}
    </span>
  )
}

const shapes = {
  passed: <circle cx="6" cy="6" r="4.5" />,
  warning: <path d="M6 1 11 10.5H1z" />,
  failed: (
    <path d="M2.5 1h7A1.5 1.5 0 0 1 11 2.5v7A1.5 1.5 0 0 1 9.5 11h-7A1.5 1.5 0 0 1 1 9.5v-7A1.5 1.5 0 0 1 2.5 1zm1.2 3.7L5 6 3.7 7.3l1 1L6 7l1.3 1.3 1-1L7 6l1.3-1.3-1-1L6 5 4.7 3.7z" />
  ),
  unknown: (
    <circle
      cx="6"
      cy="6"
      r="4.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeDasharray="2 1.6"
    />
  ),
} as const
