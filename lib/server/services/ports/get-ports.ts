import { toInstant } from '@/lib/core/api/instant'
import type { PortCellWire } from '@/lib/core/api/ports'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { type PortCell, portMatrix } from '@/lib/core/ports/port-matrix'
import { type PortVerdict, portVerdicts } from '@/lib/core/ports/port-verdict'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { readSection } from '@/lib/server/services/estate/read-section'
import { portSection } from '@/lib/server/services/estate/sections'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** The port matrix, with what the probes of its nodes say of their health. */
export async function getPorts(context: ServiceContext) {
  requireRole(context, 'auditor')
  const section = await readSection(context, portSection)
  const cells = await readPortCells(context)
  return { ...section, cells: cells.map(toCellWire), counts: countsOf(cells) }
}

export async function readPortCells(context: ServiceContext): Promise<readonly PortCell[]> {
  const { inventory } = await currentInventory(context.database)
  return matrixOf(inventory, context)
}

async function matrixOf(inventory: Inventory, { database, clock }: ServiceContext) {
  const [ports, sockets, firewalls] = await Promise.all([
    listFacts(database, ['port']),
    listFacts(database, ['socket']),
    listFacts(database, ['firewall']),
  ])
  return portMatrix(inventory, { ports, sockets, firewalls }, clock.nowMs())
}

function toCellWire({ sights, ...cell }: PortCell): PortCellWire {
  return {
    ...cell,
    sights: sights.map(({ key: _, observedAtMs, sinceMs, ...sight }) => ({
      ...sight,
      observedAt: toInstant(observedAtMs),
      since: toInstant(sinceMs),
    })),
  }
}

function countsOf(cells: readonly PortCell[]): Record<PortVerdict, number> {
  const count = (verdict: PortVerdict) => cells.filter((cell) => cell.verdict === verdict).length
  return Object.fromEntries(portVerdicts.map((verdict) => [verdict, count(verdict)])) as Record<
    PortVerdict,
    number
  >
}
