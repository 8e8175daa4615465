import type { LinkKind } from '@/lib/core/inventory/link'
import styles from './link-line.module.css'

/** A piece of the line that the map draws, for the legend. */
export function LineSample({ kind }: { readonly kind: LinkKind | 'impact' }) {
  if (kind === 'impact') {
    return (
      <svg width="18" height="12" aria-hidden="true">
        <rect x="1" y="1" width="16" height="10" rx="2" className={styles.impactSample} />
      </svg>
    )
  }
  return (
    <svg width="22" height="6" aria-hidden="true">
      <path d="M0 3H22" className={`${styles.line} ${styles[kind]}`} />
    </svg>
  )
}
