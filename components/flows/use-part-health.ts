'use client'

import { useObserved } from '@/lib/client/live/live-context'
import type { HealthStatus } from '@/lib/core/health/health-state'
import { partHealth } from '@/lib/core/topology/part-health'

/** The health of a part that several nodes play; undefined where nobody looks at any of them. */
export function usePartHealth(): (slugs: readonly string[]) => HealthStatus | undefined {
  const { nodes } = useObserved()
  return (slugs) => {
    const observed = slugs.flatMap((slug) => nodes.get(slug) ?? [])
    return partHealth(
      observed.filter(({ health }) => health.validUntilMs !== null).map(({ health }) => health.status),
    )
  }
}
