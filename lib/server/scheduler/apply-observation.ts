import type { ProbeHealth, VerdictStatus } from '@/lib/core/health/health-state'
import { notObservedSince, severityOf } from '@/lib/core/health/health-word'
import { type HealthStep, nextHealth } from '@/lib/core/health/next-health'
import { ownHealth } from '@/lib/core/topology/node-health'
import type { NodeMemory, PendingObservation, ProbeMemory } from './node-memory'

export interface AppliedObservation {
  readonly step: HealthStep
  /** The first observation that speaks of something worse than what is believed. */
  readonly isSuspect: boolean
  /** Something that people wait for: it is stored at once. */
  readonly isUrgent: boolean
}

/**
 * Takes one observation into the memory of its node: the health after it, the changes for the history of the
 * probe and the node, and the events that tell of them, all pending until they are stored.
 */
export function applyObservation(node: NodeMemory, pending: PendingObservation): AppliedObservation {
  const { probe, observation, isConnectionBroken } = pending
  const before = probe.health
  const step = nextHealth(before, observation, probe.policy, { isConnectionBroken })
  if (step.isIgnored) return { step, isSuspect: false, isUrgent: false }
  if (step.gap !== null) recordNode(node, Math.max(step.gap.fromMs + 1, newestObservedAtMs(node)))
  probe.health = step.health
  node.pending.observations.push(pending)
  recordProbe(node, probe, before, step)
  if (step.transition !== null || step.gap !== null) recordNode(node, observation.finishedAtMs)
  const isSuspect = becameSuspect(before, step.health)
  if (isSuspect) {
    const reason = observation.reason
    node.pending.events.push({ kind: 'probe-suspect', nodeSlug: node.slug, probeSlug: probe.slug, reason })
  }
  return { step, isSuspect, isUrgent: isSuspect || step.transition !== null }
}

/** A time in which nobody looked is a time of not knowing: it stands in the history between what was known. */
function recordProbe(
  node: NodeMemory,
  probe: ProbeMemory,
  before: ProbeHealth | null,
  step: HealthStep,
): void {
  let from: VerdictStatus = before?.status ?? 'unknown'
  const add = (to: VerdictStatus, atMs: number, reason: string) => {
    if (from === to) return
    const transition = { subject: `probe:${probe.slug}`, atMs, fromStatus: from, toStatus: to, reason }
    node.pending.transitions.push(transition)
    from = to
  }
  if (step.gap !== null && before !== null) {
    add('unknown', step.gap.fromMs, notObservedSince(before.observedAtMs))
  }
  add(step.health.status, step.health.lastFinishedAtMs, step.health.reason)
  if (step.transition === null) return
  node.pending.events.push({
    kind: 'health-changed',
    nodeSlug: node.slug,
    probeSlug: probe.slug,
    from: step.transition.from,
    to: step.transition.to,
    reason: step.transition.reason,
    observedAtMs: step.health.lastFinishedAtMs,
  })
}

/** Continues the history of the node's own health, as its probes make it at that instant. */
function recordNode(node: NodeMemory, atMs: number): void {
  if (node.node === undefined) return
  const observed = { nowMs: atMs, probes: node.probes, maintenance: new Map<string, string>(), workers: [] }
  const { view } = ownHealth(node.node, observed)
  if (view.status === node.status) return
  node.pending.transitions.push({
    subject: `node:${node.slug}`,
    atMs,
    fromStatus: node.status,
    toStatus: view.status,
    reason: view.reason,
  })
  node.status = view.status
}

function newestObservedAtMs(node: NodeMemory): number {
  const observed = [...node.probes.values()].map((probe) => probe.health?.lastFinishedAtMs ?? 0)
  return Math.max(0, ...observed)
}

/** That a probe could not look raises no suspicion against the node. */
function becameSuspect(before: ProbeHealth | null, after: ProbeHealth): boolean {
  if (after.soft === null || after.soft.status === 'unknown') return false
  if (severityOf[after.soft.status] <= severityOf[after.status]) return false
  return before?.soft?.status !== after.soft.status || before.status !== after.status
}
