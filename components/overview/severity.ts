import type { EstateNode } from '@/lib/client/live/estate'
import type { HealthStatus } from '@/lib/core/health/health-state'

export interface Severity {
  readonly word: 'Critical' | 'Major' | 'Minor'
  /** Why so, in a few words. */
  readonly reason: string
}

/** How much a root cause asks of whoever reads it: people cut off before other nodes hit before spare parts lost. */
export function severityOfCause(
  status: HealthStatus,
  impacts: readonly string[],
  nodes: readonly EstateNode[],
): Severity {
  const people = nodes.filter((node) => node.kind === 'actor' && impacts.includes(node.slug))
  if (people.length > 0) {
    return { word: 'Critical', reason: `${people.map((node) => node.name).join(', ')} cut off` }
  }
  if (impacts.length > 0) return { word: 'Major', reason: 'others cannot do without it' }
  if (status === 'down') return { word: 'Minor', reason: 'nothing else is cut off' }
  return { word: 'Minor', reason: 'it still works' }
}
