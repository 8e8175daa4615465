import type { ReactNode } from 'react'
import styles from './table.module.css'

interface TableProps {
  readonly label: string
  /** Long tables among other things on a page scroll in a frame of their own height. */
  readonly isScrolling?: boolean
  readonly children: ReactNode
}

/** Scrolls sideways inside its own frame, which the keyboard can reach, so that the page never does. */
export function Table({ label, isScrolling = false, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a frame that scrolls is no fieldset
    <div
      role="group"
      className={isScrolling ? `${styles.frame} ${styles.scrolling}` : styles.frame}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={styles.table}>{children}</table>
    </div>
  )
}

interface SortHeaderProps {
  readonly label: string
  readonly direction: 'ascending' | 'descending' | 'none'
  onSort(): void
}

const arrows = { ascending: '↑', descending: '↓', none: '' } as const

export function SortHeader({ label, direction, onSort }: SortHeaderProps) {
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className={styles.sort} onClick={onSort}>
        {label}
        <span aria-hidden>{arrows[direction]}</span>
      </button>
    </th>
  )
}
