import type { VerdictStatus } from '@/lib/core/health/health-state'
import { worstOf } from '@/lib/core/health/health-word'
import type { InventoryNode, Probe } from '@/lib/core/inventory/node'
import { type HealthPart, healthOfParts, probePart, statedHealth } from './health-view'
import type { MeasuredHealth, Observed } from './topology'

/** What the probes of a node say of it alone. */
export interface OwnHealth {
  readonly view: MeasuredHealth
  /** Whether a probe looks at this node; else its health is stated or rolled up. */
  readonly isProbed: boolean
  /** A probe that could take the node down is in doubt. */
  readonly isSuspectedDown: boolean
  /** First failed observation of the outage that is going on. */
  readonly failingSinceMs: number | null
  /** Start of the first of the bad observations in a row that make it fail now; null while it does not. */
  readonly badFromMs: number | null
  /** Since then every probe that decides was run to its end; null when none ever was. */
  readonly lookedAtMs: number | null
}

/** The probes that tell of the node itself; the others tell of links. */
export function ownProbes(node: InventoryNode): readonly Probe[] {
  return node.probes.filter((probe) => (probe.observesLinks ?? []).length === 0)
}

/**
 * Rolls the probes of a node up. The worst major probe decides; a minor one can only degrade. Healthy is
 * claimed only if every major probe is fresh and healthy.
 */
export function ownHealth(node: InventoryNode, observed: Observed): OwnHealth {
  const probes = ownProbes(node)
  const stated = statedReason(node, probes.length)
  if (stated !== null) {
    return {
      view: statedHealth('unknown', stated),
      isProbed: false,
      isSuspectedDown: false,
      failingSinceMs: null,
      badFromMs: null,
      lookedAtMs: null,
    }
  }
  const parts = probes.map((probe) => ({ probe, part: partOf(node, probe, observed) }))
  const majors = parts.filter(({ probe }) => probe.importance === 'major')
  const counted = parts
    .filter(
      ({ probe, part }) => probe.importance === 'major' || majors.length === 0 || part.status !== 'unknown',
    )
    .map(({ probe, part }) => (probe.importance === 'major' ? part : withoutDown(part)))
  const status = worstOf(counted.map((part) => part.status)) ?? 'unknown'
  return {
    view: healthOfParts(counted, status),
    isProbed: true,
    isSuspectedDown: majors.some(
      ({ probe, part }) => part.isSuspect && softStatus(node, probe, observed) === 'down',
    ),
    failingSinceMs: status === 'down' ? outageStart(node, majors, observed) : null,
    badFromMs: badFrom(node, parts, observed),
    lookedAtMs: lookedAt(node, majors, observed),
  }
}

/** The health of a node that is made of its own probes and of the group that it rolls up. */
export function withRollUp(own: OwnHealth, group: HealthPart): MeasuredHealth {
  if (!own.isProbed) return healthOfParts([group], group.status)
  const parts = [{ ...own.view, name: 'itself' }, group]
  const worst = worstOf(parts.map((part) => part.status)) ?? 'unknown'
  const itself = own.view.status === worst ? [own.view.reason] : []
  const members = group.status === worst ? [group.reason] : []
  return { ...healthOfParts(parts, worst), reason: [...itself, ...members].join('; ') }
}

function statedReason(node: InventoryNode, probeCount: number): string | null {
  if (node.lifecycle === 'planned') return 'planned, not built yet'
  return probeCount === 0 ? (node.unobserved ?? 'no probe observes it') : null
}

function partOf(node: InventoryNode, probe: Probe, observed: Observed): HealthPart {
  return probePart(probe.title ?? probe.key, observed.probes.get(probeSlug(node, probe)), observed.nowMs)
}

export function probeSlug(node: InventoryNode, probe: Probe): string {
  return `${node.slug}/${probe.key}`
}

function withoutDown(part: HealthPart): HealthPart {
  return part.status === 'down' ? { ...part, status: 'degraded' } : part
}

function softStatus(node: InventoryNode, probe: Probe, observed: Observed): VerdictStatus | undefined {
  return observed.probes.get(probeSlug(node, probe))?.health?.soft?.status
}

function outageStart(
  node: InventoryNode,
  majors: readonly { probe: Probe; part: HealthPart }[],
  observed: Observed,
): number | null {
  const starts = majors
    .filter(({ part }) => part.status === 'down')
    .flatMap(({ probe }) => observed.probes.get(probeSlug(node, probe))?.health?.failingSinceMs ?? [])
  return starts.length === 0 ? null : Math.min(...starts)
}

function badFrom(
  node: InventoryNode,
  parts: readonly { probe: Probe; part: HealthPart }[],
  observed: Observed,
): number | null {
  const starts = parts
    .filter(({ part }) => part.status === 'down' || part.status === 'degraded')
    .flatMap(({ probe }) => {
      const run = observed.probes.get(probeSlug(node, probe))?.health?.runs.unhealthy
      return run === undefined || run.count === 0 ? [] : [run.sinceMs]
    })
  return starts.length === 0 ? null : Math.min(...starts)
}

function lookedAt(
  node: InventoryNode,
  majors: readonly { probe: Probe }[],
  observed: Observed,
): number | null {
  const ends = majors.flatMap(
    ({ probe }) => observed.probes.get(probeSlug(node, probe))?.health?.lastFinishedAtMs ?? [],
  )
  return ends.length === 0 ? null : Math.min(...ends)
}
