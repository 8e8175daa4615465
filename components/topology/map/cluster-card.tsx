'use client'

import { memo, useCallback } from 'react'
import { useLive, useObserved } from '@/lib/client/live/live-context'
import { counted } from '@/lib/client/time/duration-words'
import { FindingsBadge } from '../../findings/findings-badge'
import { countWords } from '../../findings/findings-words'
import { useFindingCount } from '../../findings/use-findings-about'
import { HealthMark } from '../../health/health-mark'
import { HealthShape, type ShownHealth } from '../../health/health-shape'
import { countHealth, worstShown } from '../graph/count-health'
import type { GraphNode } from '../graph/view-graph'
import styles from './node-card.module.css'

interface ClusterCardProps {
  readonly cluster: GraphNode
  readonly isTabStop: boolean
  onExpand(id: string): void
  onFocus(id: string): void
}

/** Many nodes as one counted card. A press opens it into its nodes. */
export const ClusterCard = memo(function ClusterCard(props: ClusterCardProps) {
  const { cluster, isTabStop, onExpand, onFocus } = props
  const { estate } = useLive()
  const observed = useObserved()
  const nodeOf = useCallback(
    (slug: string) => estate.structure?.nodes.find((node) => node.slug === slug),
    [estate],
  )
  const counts = countHealth(
    cluster.members.flatMap((slug) => nodeOf(slug) ?? []),
    observed,
  )
  const worst = worstShown(counts)
  const findings = useFindingCount(cluster.members.map((slug) => `node:${slug}`))
  const words = [...counts].map(([shown, count]) => `${count} ${shown}`).join(', ')
  return (
    <button
      type="button"
      className={`${styles.card} ${styles.cluster} ${styles[worst]}`}
      data-card={cluster.id}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`${cluster.title}, ${counted(cluster.members.length, 'node')}: ${[words, findings && countWords(findings)].filter(Boolean).join(', ')}. Open`}
      onClick={() => onExpand(cluster.id)}
      onFocus={() => onFocus(cluster.id)}
    >
      <span className={styles.top}>
        <span className={styles.name}>{cluster.title}</span>
        <HealthMark status={worst} />
      </span>
      <span className={styles.line}>{counted(cluster.members.length, 'node')} · press to open</span>
      <span className={`${styles.line} ${styles.counts}`}>
        {[...counts].map(([shown, count]) => (
          <Count key={shown} shown={shown} count={count} />
        ))}
        {findings ? <FindingsBadge findings={findings} /> : null}
      </span>
    </button>
  )
})

function Count({ shown, count }: { readonly shown: ShownHealth; readonly count: number }) {
  return (
    <span>
      <HealthShape status={shown} size={9} /> {count}
    </span>
  )
}
