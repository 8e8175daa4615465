import type { Observed, ObservedProbe } from '@/lib/core/topology/topology'
import type { Database } from '@/lib/server/db/prisma'
import { maintenanceAt } from '@/lib/server/repositories/maintenance.repository'
import { listCurrentProbeStates } from '@/lib/server/repositories/probe.repository'
import { listRecentWorkers } from '@/lib/server/repositories/worker.repository'

/** All that is known now of what the inventory declares. */
export async function loadObserved(database: Database, nowMs: number): Promise<Observed> {
  const [states, maintenance, workers] = await Promise.all([
    listCurrentProbeStates(database),
    maintenanceAt(database, new Date(nowMs)),
    listRecentWorkers(database),
  ])
  const probes = new Map<string, ObservedProbe>()
  for (const [slug, { workerId, health, evidence, figures }] of states) {
    probes.set(slug, { slug, workerId, health, evidence, figures })
  }
  return { nowMs, probes, maintenance, workers }
}
