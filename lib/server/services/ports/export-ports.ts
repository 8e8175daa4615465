import { stringify } from 'csv-stringify/sync'
import { toInstant } from '@/lib/core/api/instant'
import { vantages } from '@/lib/core/observed/fact'
import { csvCell } from '@/lib/core/ports/csv-cell'
import type { PortCell, PortSight } from '@/lib/core/ports/port-matrix'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { readPortCells } from './get-ports'

/** The matrix as CSV for spreadsheets, or as JSON for programs. */
export async function exportPorts(context: ServiceContext, format: 'csv' | 'json'): Promise<string> {
  requireRole(context, 'auditor')
  const cells = await readPortCells(context)
  if (format === 'json') return `${JSON.stringify(cells.map(rowOf), null, 2)}\n`
  const rows = cells.map((cell) =>
    Object.fromEntries(Object.entries(rowOf(cell)).map(([name, value]) => [name, csvCell(value)])),
  )
  return stringify(rows, { header: true, columns: Object.keys(emptyRow) })
}

const emptyRow = {
  node: '',
  address: '',
  port: '',
  transport: '',
  service: '',
  class: '',
  verdict: '',
  named_by: '',
  ...Object.fromEntries(vantages.map((vantage) => [`observed_${vantage}`, ''])),
  firewall_declared: '',
  firewall_observed: '',
  owner: '',
  reason: '',
  approved_by: '',
  approved_until: '',
  approval: '',
  observed_at: '',
}

function rowOf(cell: PortCell): Readonly<Record<string, string | number | null>> {
  const { declared, firewall, sights } = cell
  const seen = vantages.map((vantage) => {
    const sight = sights.find((each) => each.vantage === vantage)
    return [`observed_${vantage}`, sight ? seenWords(sight) : ''] as const
  })
  const newestMs = Math.max(...sights.map((sight) => sight.observedAtMs))
  return {
    node: cell.node,
    address: cell.address,
    port: cell.port,
    transport: cell.transport,
    service: declared?.service ?? sights[0]?.service ?? null,
    class: declared?.class ?? null,
    verdict: cell.verdict,
    named_by: cell.named?.field ?? null,
    ...Object.fromEntries(seen),
    firewall_declared: firewall.declared?.rule ?? null,
    firewall_observed: firewall.observed?.rule ?? null,
    owner: declared?.owner ?? null,
    reason: declared?.reason ?? null,
    approved_by: declared?.approvedBy ?? null,
    approved_until: declared?.approvedUntil ?? null,
    approval: cell.approval,
    observed_at: sights.length === 0 ? null : toInstant(newestMs),
  }
}

/** `open`, `open (loopback only)`, `closed (stale)` */
function seenWords({ state, isLoopback, isStale }: PortSight): string {
  const remarks = [...(isLoopback ? ['loopback only'] : []), ...(isStale ? ['stale'] : [])].join(', ')
  return remarks === '' ? state : `${state} (${remarks})`
}
