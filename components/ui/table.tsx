import type { CSSProperties, ReactNode } from 'react'
import styles from './table.module.css'

export interface Column {
  readonly label: string
  /** Read aloud and on a phone alone: the cells say themselves what they are. */
  readonly isHidden?: boolean
  readonly className?: string | undefined
  readonly sort?: Sort
}

export interface Sort {
  readonly direction: 'ascending' | 'descending' | 'none'
  onSort(): void
}

interface TableProps {
  readonly label: string
  readonly columns: readonly (string | Column)[]
  /** Long tables among other things on a page scroll in a frame of their own height. */
  readonly isScrolling?: boolean
  /** Rows. On a phone each is a card: its `data-lead` cell first, then its head, then each cell under its label. */
  readonly children: ReactNode
}

/** Scrolls sideways inside its own frame, which the keyboard can reach, so that the page never does. */
export function Table({ label, columns, isScrolling = false, children }: TableProps) {
  const all = columns.map((column) => (typeof column === 'string' ? { label: column } : column))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a frame that scrolls is no fieldset
    <div
      role="group"
      className={isScrolling ? `${styles.frame} ${styles.scrolling}` : styles.frame}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={styles.table} style={labelStyle(all)}>
        <thead>
          <tr>
            {all.map((column) => (
              <Head key={column.label} {...column} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function Head({ label, isHidden = false, className, sort }: Column) {
  return (
    <th scope="col" {...(className ? { className } : {})} {...(sort ? { 'aria-sort': sort.direction } : {})}>
      {sort ? (
        <button type="button" className={styles.sort} onClick={() => sort.onSort()}>
          {label}
          <span aria-hidden>{arrows[sort.direction]}</span>
        </button>
      ) : isHidden ? (
        <span className="visually-hidden">{label}</span>
      ) : (
        label
      )}
    </th>
  )
}

/** A cell for what may be missing: then a dash, and on a phone no line at all. */
export function OptionalCell({ children }: { readonly children: ReactNode }) {
  const isEmpty = children === null || children === undefined
  return <td {...(isEmpty ? { 'data-empty': true } : {})}>{isEmpty ? '–' : children}</td>
}

const arrows = { ascending: '↑', descending: '↓', none: '' } as const

/** The labels where the style sheet finds them for the cells of each column: `--column-1: "Port"`. */
function labelStyle(columns: readonly Column[]): CSSProperties {
  const labels = columns.map(({ label }, index) => [`--column-${index + 1}`, JSON.stringify(label)])
  return Object.fromEntries(labels)
}
