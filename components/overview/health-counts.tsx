'use client'

import type { EstateNode } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { HealthMark, shownHealthWord } from '../health/health-mark'
import { countHealth, countUnobserved } from '../topology/graph/count-health'
import styles from './overview.module.css'

/** How many nodes are how, the worst first; what nobody observes is told apart from what is unknown. */
export function HealthCounts({ nodes }: { readonly nodes: readonly EstateNode[] }) {
  const observed = useObserved()
  const active = nodes.filter((node) => node.lifecycle === 'active')
  const unobserved = countUnobserved(active, observed)
  const counts = [...countHealth(nodes, observed)].flatMap(([shown, count]) => {
    const rest = shown === 'unknown' ? count - unobserved : count
    return rest > 0 ? [[shown, rest] as const] : []
  })
  return (
    <span className={styles.counts}>
      {counts.map(([shown, count]) => (
        <HealthMark key={shown} status={shown}>
          {count} {shownHealthWord(shown).toLowerCase()}
        </HealthMark>
      ))}
      {unobserved > 0 ? <span className={styles.quiet}>{unobserved} not observed</span> : null}
    </span>
  )
}
