import type { EstateNode, Observed } from '@/lib/client/live/estate'
import { counted } from '@/lib/client/time/duration-words'
import type { ShownHealth } from '../health/health-shape'
import { nodeLook } from '../topology/node-words'

const worseThanHealthy: readonly ShownHealth[] = ['down', 'degraded', 'unknown', 'maintenance']

/**
 * The state of the whole estate in a sentence. "All healthy" is said of observed nodes alone, only when it is
 * true of each, and never without the number of those that nobody observes.
 */
export function headline(nodes: readonly EstateNode[], observed: Observed): string {
  const looks = nodes.map((node) => nodeLook(node, observed.nodes.get(node.slug)))
  const watched = looks.filter((look) => !look.isUnobserved)
  const unwatched = looks.length - watched.length
  const rest = unwatched === 0 ? '' : `; ${unwatched} ${unwatched === 1 ? 'is' : 'are'} not observed`
  const healthy = watched.filter((look) => look.shown === 'healthy').length
  if (watched.length === 0) return `None of ${counted(looks.length, 'node')} is observed.`
  if (healthy === watched.length) return `All ${watched.length} observed nodes are healthy${rest}.`
  const bad = worseThanHealthy.flatMap((shown) => {
    const count = watched.filter((look) => look.shown === shown).length
    return count === 0 ? [] : [`${count} ${shown === 'maintenance' ? 'in maintenance' : shown}`]
  })
  return `${bad.join(', ')}; ${healthy} of ${watched.length} observed nodes are healthy${rest}.`
}
