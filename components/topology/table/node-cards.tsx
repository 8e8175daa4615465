'use client'

import { countFindings, findingsAbout } from '@/lib/core/findings/findings-about'
import { FindingsBadge } from '../../findings/findings-badge'
import { useAllFindings } from '../../findings/use-findings-about'
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
  const all = useAllFindings() ?? []
  return (
    <ul className={styles.cards} aria-label="Nodes">
      {rows.map(({ node, state, look }) => {
        const sign = signText(state, nameOf)
        const findings = countFindings(findingsAbout(all, [`node:${node.slug}`]))
        const tone = look.isOutage ? (styles[look.shown] ?? '') : ''
        return (
          <li key={node.slug}>
            <button
              type="button"
              className={`${styles.card} ${tone}`}
              data-card={node.slug}
              onClick={() => onOpen(node.slug)}
            >
              <span>
                {node.name}
                <span className={styles.marks}>
                  {findings ? <FindingsBadge findings={findings} /> : null}
                  <HealthMark status={look.shown}>{look.word}</HealthMark>
                </span>
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
