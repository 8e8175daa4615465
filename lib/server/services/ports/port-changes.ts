import { toInstant } from '@/lib/core/api/instant'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactChange, PortState, Vantage } from '@/lib/core/observed/fact'
import { cellId, placeOf } from '@/lib/core/ports/port-place'
import { listFactChanges } from '@/lib/server/repositories/fact-change.repository'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

const MOST_CHANGES = 2_000
const MOST_SCANS = 200

/** How one port changed, from every vantage, the newest first. */
export async function getPortHistory(context: ServiceContext, cell: string) {
  requireRole(context, 'auditor')
  const { inventory } = await currentInventory(context.database)
  const keyEnd = cell.slice(cell.lastIndexOf(':'))
  const kinds = ['port', 'socket'] as const
  const changes = await listFactChanges(context.database, { kinds, keyEnd, limit: MOST_CHANGES })
  const own = changes.filter((change) => cellOf(change, inventory) === cell)
  return {
    changes: own.map((change) => ({
      at: toInstant(change.atMs),
      vantage: change.vantage,
      setBy: change.setBy,
      from: stateOf(change.from),
      to: stateOf(change.to),
      listensOn: listeningAddress(change),
    })),
  }
}

/** When something about ports changed, by who saw it. */
export async function listPortScans(context: ServiceContext) {
  requireRole(context, 'auditor')
  const changes = await listFactChanges(context.database, { kinds: ['port', 'socket'], limit: MOST_CHANGES })
  const scans = Map.groupBy(changes, ({ atMs, setBy }) => `${atMs} ${setBy}`)
  return {
    scans: [...scans.values()].slice(0, MOST_SCANS).flatMap((group) => {
      const [first] = group
      if (first === undefined) return []
      const { atMs, setBy, vantage } = first
      return [{ at: toInstant(atMs), setBy, vantage, changes: group.length }]
    }),
  }
}

interface Moments {
  readonly from: string
  readonly to: string
  readonly vantage?: Vantage | undefined
}

/** What was known of each port at two moments, where it differs. */
export async function diffPortScans(context: ServiceContext, { from, to, vantage }: Moments) {
  requireRole(context, 'auditor')
  const { inventory } = await currentInventory(context.database)
  const [before, after] = await Promise.all([knownAt(context, from), knownAt(context, to)])
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  const differences = keys.flatMap((key) => {
    const change = after.get(key) ?? before.get(key)
    const body = change?.to ?? change?.from
    if (change === undefined || body?.kind !== 'port') return []
    if (vantage !== undefined && change.vantage !== vantage) return []
    const states = { from: stateOf(before.get(key)?.to ?? null), to: stateOf(after.get(key)?.to ?? null) }
    if (states.from === states.to) return []
    const { address, port, transport } = body
    const { node } = placeOf(inventory, body)
    return [{ node, address, port, transport, vantage: change.vantage, ...states }]
  })
  return { differences }
}

/** The last change of each port up to the moment: together they are all that was known then. */
async function knownAt({ database }: ServiceContext, at: string): Promise<ReadonlyMap<string, FactChange>> {
  const newest = await listFactChanges(database, {
    kinds: ['port'],
    untilMs: Date.parse(at),
    isNewestOnly: true,
  })
  return new Map(newest.map((change) => [change.key, change]))
}

function cellOf({ from, to }: FactChange, inventory: Inventory): string | null {
  const body = to ?? from
  if (body?.kind !== 'port' && body?.kind !== 'socket') return null
  return cellId(placeOf(inventory, body), body)
}

function listeningAddress({ from, to }: FactChange): string | null {
  const body = to ?? from
  return body?.kind === 'socket' ? body.localAddress : null
}

function stateOf(body: FactChange['to']): PortState | null {
  if (body?.kind === 'port') return body.state
  return body?.kind === 'socket' ? 'open' : null
}
