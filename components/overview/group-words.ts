import type { EstateGroup, Observed } from '@/lib/client/live/estate'
import type { HealthStatus } from '@/lib/core/health/health-state'

/** What a group can still do and how much more it could lose: the point of having one. */
export interface GroupState {
  readonly words: string
  /** Whether it still does its work, as far as its members are known. */
  readonly status: HealthStatus
}

/** Works by what is observed: a member that is unknown is not counted on. */
export function groupState(group: EstateGroup, observed: Observed): GroupState {
  const { members, policy } = group
  const statusOf = (slug: string) => observed.nodes.get(slug)?.health.status ?? 'unknown'
  const working = members.filter((slug) => statusOf(slug) === 'healthy' || statusOf(slug) === 'degraded')
  const share = `${working.length} of ${members.length} work`
  if (policy.type === 'weighted') {
    const weight = working.reduce((sum, slug) => sum + (policy.weights[slug] ?? 0), 0)
    return {
      words: `${share}, weight ${weight} of ${policy.required} needed`,
      status: judged(weight - policy.required),
    }
  }
  const required = policy.type === 'all' ? members.length : policy.required
  const spare = working.length - required
  if (spare < 0) {
    const isCertain = members.filter((slug) => statusOf(slug) !== 'down').length < required
    return { words: `${share}, ${required} needed`, status: isCertain ? 'down' : 'unknown' }
  }
  const loss = spare === 0 ? 'no more may fail' : `${spare} more may fail`
  return { words: `${share}, ${loss}`, status: working.length === members.length ? 'healthy' : 'degraded' }
}

function judged(spare: number): HealthStatus {
  return spare < 0 ? 'down' : 'healthy'
}
