'use client'

import type { EstateNode } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { HealthMark, shownHealthWord } from '../health/health-mark'
import { nodeLook } from '../topology/node-words'
import styles from './overview.module.css'

const order = ['down', 'degraded', 'unknown', 'maintenance', 'healthy', 'planned'] as const

/** How many nodes are how, the worst first. */
export function HealthCounts({ nodes }: { readonly nodes: readonly EstateNode[] }) {
  const observed = useObserved()
  const shown = nodes.map((node) => nodeLook(node, observed.nodes.get(node.slug)).shown)
  const counts = order.map((status) => [status, shown.filter((one) => one === status).length] as const)
  return (
    <span className={styles.counts}>
      {counts
        .filter(([, count]) => count > 0)
        .map(([status, count]) => (
          <HealthMark key={status} status={status}>
            {count} {shownHealthWord(status).toLowerCase()}
          </HealthMark>
        ))}
    </span>
  )
}
