import type { PreflightCheckWire } from '@/lib/core/api/runbooks'
import { CheckList } from '../runbooks/check-list'
import { folded } from './folded'
import styles from './step-view.module.css'

interface FoldedChecksProps {
  readonly label: string
  readonly checks: readonly PreflightCheckWire[]
}

/** Checks, what does not hold first; of many that hold the rest opens. */
export function FoldedChecks({ label, checks }: FoldedChecksProps) {
  const { shown, more } = folded(checks.filter(({ outcome }) => outcome === 'passed'))
  return (
    <>
      <CheckList label={label} checks={[...checks.filter(({ outcome }) => outcome !== 'passed'), ...shown]} />
      {more.length === 0 ? null : (
        <details className={styles.more}>
          <summary>{more.length} more that hold</summary>
          <CheckList label={`${label}, the rest`} checks={more} />
        </details>
      )}
    </>
  )
}
