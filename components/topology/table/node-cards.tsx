'use client'

import { HealthMark } from '../../health/health-mark'
import { useNodeNames } from '../node-link'
import { nodeLine, signText } from '../node-words'
import styles from './node-table.module.css'
import type { NodeRow } from './table-rows'

interface NodeCardsProps {
  readonly rows: readonly NodeRow[]
  onOpen(slug: string): void
}

/** The table on a phone: one card a node, what needs somebody first. */
export function NodeCards({ rows, onOpen }: NodeCardsProps) {
  const nameOf = useNodeNames()
  return (
    <ul className={styles.cards} aria-label="Nodes">
      {rows.map(({ node, state, look }) => {
        const sign = signText(state, nameOf)
        const tone = look.isOutage ? (styles[look.shown] ?? '') : ''
        return (
          <li key={node.slug}>
            <button type="button" className={`${styles.card} ${tone}`} onClick={() => onOpen(node.slug)}>
              <span>
                {node.name}
                <HealthMark status={look.shown}>{look.word}</HealthMark>
              </span>
              <small>{look.isOutage ? state?.health.reason : nodeLine(node, state)}</small>
              {sign ? <small className={styles.sign}>{sign}</small> : null}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
