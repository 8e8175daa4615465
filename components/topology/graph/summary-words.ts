import type { EstateNode, Observed } from '@/lib/client/live/estate'
import { nodeLook } from '../node-words'
import { countHealth } from './count-health'

/** `1 down · 3 healthy · 2 not observed · 2 impacted`: never a bare "all good" while anything is unknown. */
export function summaryWords(nodes: readonly EstateNode[], observed: Observed): string {
  const unobserved = nodes.filter((node) => {
    const look = nodeLook(node, observed.nodes.get(node.slug))
    return look.isUnobserved && look.shown === 'unknown'
  }).length
  const parts = [...countHealth(nodes, observed)].flatMap(([shown, count]) => {
    const rest = shown === 'unknown' ? count - unobserved : count
    return rest > 0 ? [`${rest} ${shown}`] : []
  })
  const impacted = nodes.filter((node) => (observed.nodes.get(node.slug)?.impactedBy.length ?? 0) > 0).length
  if (unobserved > 0) parts.push(`${unobserved} not observed`)
  if (impacted > 0) parts.push(`${impacted} impacted`)
  return parts.join(' · ')
}
