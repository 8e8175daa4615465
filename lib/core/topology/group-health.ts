import type { VerdictStatus } from '@/lib/core/health/health-state'
import { worstOf } from '@/lib/core/health/health-word'
import type { GroupPolicy } from '@/lib/core/inventory/group'
import { weighMembers } from './dependency-graph'
import { type HealthPart, healthOfParts, unknownPart } from './health-view'

/** Sums of weights such as 0.1 + 0.2 must not break a policy. */
export const weightTolerance = 1e-9

/**
 * The health of nodes that stand in for each other. Down when even the unknown ones could not make up for
 * what is down; degraded when a member fails but enough may be left; healthy only when every member is.
 */
export function groupHealth(
  group: { readonly name: string; readonly policy: GroupPolicy },
  members: readonly HealthPart[],
): HealthPart {
  if (members.length === 0) return unknownPart(group.name, 'it has no members')
  const weighed = weighMembers(
    members.map((member) => member.name),
    group.policy,
  )
  const breaking = memberThatBreaks(members, weighed)
  const status = breaking === null ? holdingStatus(members) : 'down'
  const view = healthOfParts(members, membersDeciding(members, status))
  return {
    ...view,
    name: group.name,
    status,
    sinceMs: breaking === null ? view.sinceMs : breaking.sinceMs,
    reason: reasonOf(members, group.policy),
    isSuspect: status !== 'down' && view.isSuspect,
  }
}

function holdingStatus(members: readonly HealthPart[]): VerdictStatus {
  return worstOf(members.map(({ status }) => (status === 'down' ? 'degraded' : status))) ?? 'unknown'
}

/** A group is degraded because of members that are down before those that are only degraded. */
function membersDeciding(members: readonly HealthPart[], status: VerdictStatus): VerdictStatus {
  return status === 'degraded' && members.some((member) => member.status === 'down') ? 'down' : status
}

/** The failed member that was one too many; null while the policy holds or may hold. */
function memberThatBreaks(
  members: readonly HealthPart[],
  { weights, required, total }: ReturnType<typeof weighMembers>,
): HealthPart | null {
  let left = total
  const failed = members
    .map((member, index) => ({ ...member, weight: weights[index] ?? 0 }))
    .filter((member) => member.status === 'down')
    .sort((one, other) => (one.sinceMs ?? 0) - (other.sinceMs ?? 0))
  for (const member of failed) {
    left -= member.weight
    if (left < required - weightTolerance) return member
  }
  return null
}

/** `1 of 2 down (nginx-1), 1 must work`. */
function reasonOf(members: readonly HealthPart[], policy: GroupPolicy): string {
  const counts = (['down', 'degraded', 'unknown'] as const).flatMap((status) => {
    const names = members.filter((member) => member.status === status).map((member) => member.name)
    if (names.length === 0) return []
    const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ')
    return [`${names.length} of ${members.length} ${status} (${shown})`]
  })
  if (counts.length === 0) return `all ${members.length} members are healthy`
  return `${counts.join(', ')}, ${needs(policy, members.length)}`
}

function needs(policy: GroupPolicy, count: number): string {
  switch (policy.type) {
    case 'all':
      return count === 1 ? 'it must work' : 'all must work'
    case 'at-least':
      return `${Math.min(policy.required, count)} must work`
    case 'weighted':
      return `weights of ${policy.required} must work`
  }
}
