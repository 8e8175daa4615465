import { Gauge } from 'prom-client'
import type { Database } from '@/lib/server/db/prisma'
import { withDeadline } from '@/lib/server/deadline'
import { countOverdueProbes } from '@/lib/server/repositories/readiness.repository'
import { processMetrics } from './process-metrics'

const DEADLINE_MS = 2_000

const shared = globalThis as typeof globalThis & {
  switchyardEstateMetrics?: ReturnType<typeof createEstateMetrics>
}

function createEstateMetrics() {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [processMetrics()] })
  return {
    isDatabaseUp: gauge('switchyard_database_up', '1 when the database answers within two seconds.'),
    probes: gauge('switchyard_probes', 'Probes of the inventory in force.'),
    overdue: gauge('switchyard_probes_overdue', 'Probes whose newest observation is past its shelf life.'),
    oldest: gauge(
      'switchyard_probe_oldest_observation_age_seconds',
      'Age of the observation that was made the longest ago.',
    ),
  }
}

/** Takes the figures that only the database has; every web process tells the same. */
export async function refreshEstateMetrics(database: Database, nowMs: number): Promise<void> {
  shared.switchyardEstateMetrics ??= createEstateMetrics()
  const { isDatabaseUp, probes, overdue, oldest } = shared.switchyardEstateMetrics
  try {
    const counted = await withDeadline(countOverdueProbes(database, new Date(nowMs)), DEADLINE_MS)
    isDatabaseUp.set(1)
    probes.set(counted.probes)
    overdue.set(counted.overdue)
    oldest.set(counted.oldestAgeSeconds)
  } catch {
    // The gauge itself says what went wrong, and old figures must not pass for new ones.
    isDatabaseUp.set(0)
    for (const figure of [probes, overdue, oldest]) figure.reset()
  }
}
