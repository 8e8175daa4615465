import type { PreflightCheckWire } from '@/lib/core/api/runbooks'
import styles from './check-list.module.css'
import { CheckMark, outcomeWords } from './check-mark'
import { Evidence } from './evidence'

interface CheckListProps {
  readonly label: string
  readonly checks: readonly PreflightCheckWire[]
}

/** Each check with its outcome, why, and behind it what was seen. What did not pass shows its evidence at once. */
export function CheckList({ label, checks }: CheckListProps) {
  return (
    <ul className={styles.checks} aria-label={label}>
      {checks.map((check) => (
        <li key={check.key}>
          <Check check={check} />
        </li>
      ))}
    </ul>
  )
}

function Check({ check }: { readonly check: PreflightCheckWire }) {
  const line = (
    <>
      <CheckMark outcome={check.outcome} />
      <span>
        {check.outcome === 'passed' ? null : (
          <b className={styles[check.outcome]}>{outcomeWords[check.outcome]}: </b>
        )}
        {check.title}
      </span>
      <small>{check.reason}</small>
    </>
  )
  if (check.evidence.length === 0) return <div className={styles.line}>{line}</div>
  return (
    <details open={check.outcome === 'failed'}>
      <summary className={styles.line}>{line}</summary>
      <Evidence lines={check.evidence} />
    </details>
  )
}
