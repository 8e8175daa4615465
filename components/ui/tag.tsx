import type { ReactNode } from 'react'
import styles from './tag.module.css'

/** A word about a thing that is not its health: severity, mode. `strong` where it must not be missed. */
export function Tag({
  children,
  isStrong = false,
}: {
  readonly children: ReactNode
  readonly isStrong?: boolean
}) {
  return <span className={isStrong ? `${styles.tag} ${styles.strong}` : styles.tag}>{children}</span>
}
