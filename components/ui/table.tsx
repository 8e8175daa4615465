import type { ReactNode } from 'react'
import styles from './table.module.css'

interface TableProps {
  readonly label: string
  readonly children: ReactNode
}

/** Scrolls sideways inside its own frame, which the keyboard can reach, so that the page never does. */
export function Table({ label, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      <table className={styles.table}>{children}</table>
    </section>
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
