import type { Observed, Structure } from '@/lib/client/live/estate'
import type { EventWire } from '@/lib/core/api/events'
import type { HealthStatus } from '@/lib/core/health/health-state'

/** One line of the timeline. */
export type Change =
  | {
      readonly kind: 'health'
      readonly key: string
      readonly atMs: number
      readonly slug: string
      readonly status: HealthStatus
      readonly reason: string
    }
  | { readonly kind: 'note'; readonly key: string; readonly atMs: number; readonly text: string }

/** Since when each node is as it is, and what else happened while the page was open; the newest first. */
export function changeList(
  structure: Structure,
  observed: Observed,
  events: readonly EventWire[],
): readonly Change[] {
  const healths = structure.nodes.flatMap((node): readonly Change[] => {
    const health = observed.nodes.get(node.slug)?.health
    if (!health || health.sinceMs === null) return []
    const { status, reason, sinceMs } = health
    return [{ kind: 'health', key: `node:${node.slug}`, atMs: sinceMs, slug: node.slug, status, reason }]
  })
  const notes = events.flatMap((event): readonly Change[] => {
    const text = noteOf(event)
    return text === null ? [] : [{ kind: 'note', key: `event:${event.id}`, atMs: Date.parse(event.at), text }]
  })
  return [...healths, ...notes].toSorted((a, b) => b.atMs - a.atMs || (a.key < b.key ? -1 : 1))
}

function noteOf({ body }: EventWire): string | null {
  switch (body.kind) {
    case 'inventory-applied':
      return `Inventory revision ${body.revision} is in force`
    case 'worker-changed':
      return `Worker ${body.workerId} ${body.change}`
    case 'health-changed':
    case 'probe-suspect':
    case 'maintenance-changed':
    case 'layout-changed':
    case 'acknowledgement-changed':
    case 'run-changed':
    case 'evaluation-asked':
    case 'runbooks-evaluated':
    case 'facts-changed':
    case 'findings-changed':
      return null
  }
}
