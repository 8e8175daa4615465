import { toInstant } from '@/lib/core/api/instant'
import type { MaintenanceWire } from '@/lib/core/api/maintenance'
import type { MaintenanceRecord } from '@/lib/server/repositories/maintenance.repository'

export function toMaintenanceWire(window: MaintenanceRecord): MaintenanceWire {
  const { id, nodeSlug, reason, createdBy } = window
  return {
    id,
    node: nodeSlug,
    startsAt: toInstant(window.startsAtMs),
    endsAt: toInstant(window.endsAtMs),
    endedAt: toInstant(window.endedAtMs),
    reason,
    createdBy,
    createdAt: toInstant(window.createdAtMs),
  }
}
