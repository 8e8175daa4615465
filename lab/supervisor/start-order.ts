import type { LabService } from '@/lab/service'

export interface StartPlan {
  readonly service: LabService
  readonly start: () => Promise<void>
}

/**
 * Starts all of them, each as soon as those that it comes after are ready. One that fails takes with it only
 * those that wait for it. Resolves when the last is ready or has failed.
 */
export async function startInOrder(plans: readonly StartPlan[]): Promise<void> {
  const begun = new Map<string, Promise<void>>()
  const byNode = new Map(plans.map((plan) => [plan.service.node, plan]))
  const begin = (plan: StartPlan): Promise<void> => {
    const { node } = plan.service
    const known = begun.get(node)
    if (known) return known
    const predecessors = (plan.service.after ?? []).flatMap((name) => byNode.get(name) ?? [])
    const promise = Promise.all(predecessors.map(begin)).then(plan.start)
    begun.set(node, promise)
    return promise
  }
  await Promise.allSettled(plans.map(begin))
}

/** Nodes that come after themselves, or after one that does not exist: such a registry could never start. */
export function orderDefects(services: readonly Pick<LabService, 'node' | 'after'>[]): string[] {
  const after = new Map(services.map((service) => [service.node, service.after ?? []]))
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (after.get(from) ?? []).some((next) => {
      if (next === to) return true
      if (seen.has(next)) return false
      return reaches(next, to, seen.add(next))
    })
  return services.flatMap(({ node }) => [
    ...(after.get(node) ?? [])
      .filter((name) => !after.has(name))
      .map((name) => `${node} waits for unknown ${name}`),
    ...(reaches(node, node, new Set()) ? [`${node} waits for itself`] : []),
  ])
}
