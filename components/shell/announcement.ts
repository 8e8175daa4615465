import { counted } from '@/lib/client/time/duration-words'
import type { HealthStatus } from '@/lib/core/health/health-state'

export type Statuses = ReadonlyMap<string, HealthStatus>

/**
 * What changed between two looks at all nodes, in one sentence for a screen reader: `3 nodes down, 1
 * recovered`. A single node is named. Empty when nothing worth saying changed.
 */
export function announcement(before: Statuses, after: Statuses, nameOf: (slug: string) => string): string {
  const changed = [...after].filter(([slug, status]) => before.has(slug) && before.get(slug) !== status)
  const went = (status: HealthStatus) => changed.filter(([, now]) => now === status).map(([slug]) => slug)
  const recovered = went('healthy').filter((slug) => isBad(before.get(slug)))
  const parts = [
    spoken(went('down'), 'down', nameOf),
    spoken(went('degraded'), 'degraded', nameOf),
    spoken(went('unknown'), 'unknown', nameOf),
    spoken(went('maintenance'), 'in maintenance', nameOf),
    spoken(recovered, 'recovered', nameOf),
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function isBad(status: HealthStatus | undefined): boolean {
  return status === 'down' || status === 'degraded' || status === 'unknown'
}

function spoken(slugs: readonly string[], word: string, nameOf: (slug: string) => string): string {
  const [only] = slugs
  if (only === undefined) return ''
  return slugs.length === 1 ? `${nameOf(only)} ${word}` : `${counted(slugs.length, 'node')} ${word}`
}
