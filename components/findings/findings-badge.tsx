import Link from 'next/link'
import type { FindingCount } from '@/lib/core/findings/findings-about'
import styles from './findings-badge.module.css'
import { findingsHref } from './findings-href'
import { countWords } from './findings-words'
import { SeverityBars } from './severity-mark'

interface FindingsBadgeProps {
  readonly findings: FindingCount
  /** What they are about, as in `findingsHref`; without it the badge leads nowhere. */
  readonly subject?: string
  readonly tabIndex?: number
}

/** How many findings are open about a thing and, by its bars, how bad the worst is. */
export function FindingsBadge({ findings, subject, tabIndex }: FindingsBadgeProps) {
  const words = countWords(findings)
  const drawn = (
    <>
      <SeverityBars severity={findings.worst} />
      <span aria-hidden>{findings.count}</span>
      <span className="visually-hidden">{words}</span>
    </>
  )
  if (subject === undefined) return <span className={styles.badge}>{drawn}</span>
  return (
    <Link
      className={styles.badge}
      href={findingsHref(subject)}
      title={words}
      tabIndex={tabIndex}
      prefetch={false}
    >
      {drawn}
    </Link>
  )
}
