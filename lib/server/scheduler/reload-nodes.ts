import type { Database } from '@/lib/server/db/prisma'
import { listExistingProbeIds, listProbeStates } from '@/lib/server/repositories/probe.repository'
import { listLastStatuses } from '@/lib/server/repositories/transition.repository'
import { applyObservation } from './apply-observation'
import { type NodeMemory, nothingPending } from './node-memory'

/**
 * Brings nodes up to what is stored, for another writer may have stored meanwhile, and takes their pending
 * observations once more: those that the store has already outdated are ignored. Nothing is pending any more
 * of probes that are gone.
 */
export async function reloadNodes(database: Database, nodes: readonly NodeMemory[]): Promise<void> {
  const probes = nodes.flatMap((node) => [...node.probes.values()])
  const probeIds = probes.map((probe) => probe.id)
  const [states, existing, statuses] = await Promise.all([
    listProbeStates(database, probeIds),
    listExistingProbeIds(database, probeIds),
    listLastStatuses(
      database,
      nodes.map((node) => `node:${node.slug}`),
    ),
  ])
  const stateOf = new Map(states.map((state) => [state.probeId, state]))
  for (const probe of probes) {
    const state = stateOf.get(probe.id)
    probe.health = state?.health ?? null
    probe.version = state?.version ?? 0
    probe.storedEvidence = undefined
    probe.storedFigures = undefined
    probe.storedFacts = undefined
  }
  for (const node of nodes) {
    node.status = statuses.get(`node:${node.slug}`) ?? 'unknown'
    const again = node.pending.observations
      .filter(({ probe }) => existing.has(probe.id))
      .sort((one, other) => one.observation.finishedAtMs - other.observation.finishedAtMs)
    node.pending = nothingPending()
    for (const observation of again) applyObservation(node, observation)
  }
}
