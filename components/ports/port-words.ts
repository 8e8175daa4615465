import type { PortCellWire } from '@/lib/core/api/ports'
import type { Vantage } from '@/lib/core/observed/fact'
import { type PortVerdict, worstVerdict } from '@/lib/core/ports/port-verdict'
import type { VerdictTone } from '../verdict/verdict-mark'

export const verdictWords: Readonly<Record<PortVerdict, string>> = {
  'undeclared-open': 'Open, not declared',
  'unlisted-open': 'Open, not in the matrix',
  'declared-closed': 'Declared, but closed',
  'declared-loopback': 'Declared, but on loopback only',
  filtered: 'Declared, but filtered',
  stale: 'Stale',
  'not-observed': 'Not observed',
  planned: 'Planned',
  'loopback-open': 'Open on loopback only',
  'as-declared': 'As declared',
}

export const verdictTones: Readonly<Record<PortVerdict, VerdictTone>> = {
  'undeclared-open': 'differs',
  'declared-closed': 'differs',
  'declared-loopback': 'differs',
  filtered: 'differs',
  'unlisted-open': 'unknown',
  stale: 'unknown',
  'not-observed': 'unknown',
  planned: 'planned',
  'loopback-open': 'agrees',
  'as-declared': 'agrees',
}

export const vantageWords: Readonly<Record<Vantage, string>> = {
  worker: 'Worker',
  outside: 'Outside',
  inside: 'Inside',
  host: 'Host',
}

/** Ports of one declaration together, as a person reads the matrix. */
export interface PortRow {
  readonly key: string
  readonly port: string
  readonly service: string
  readonly class: string | null
  readonly verdict: PortVerdict
  readonly cells: readonly PortCellWire[]
}

export function matrixRows(cells: readonly PortCellWire[]): readonly PortRow[] {
  const groups = Map.groupBy(cells, (cell) => cell.declared?.slug ?? `open ${cell.id}`)
  return [...groups].flatMap(([key, group]) => {
    const [first] = group
    return first === undefined ? [] : [rowOf(key, first, group)]
  })
}

export function listRows(cells: readonly PortCellWire[]): readonly PortRow[] {
  return cells
    .map((cell) => rowOf(cell.id, cell, [cell]))
    .toSorted((one, other) => ((one.cells[0]?.node ?? '~') < (other.cells[0]?.node ?? '~') ? -1 : 1))
}

function rowOf(key: string, first: PortCellWire, cells: readonly PortCellWire[]): PortRow {
  const { declared } = first
  const seen = cells.flatMap(({ sights }) => sights.flatMap(({ service }) => service ?? []))
  return {
    key,
    port: `${first.port}/${first.transport}`,
    service: declared?.service ?? seen[0] ?? 'not recognised',
    class: declared?.class ?? null,
    verdict: worstVerdict(cells.map(({ verdict }) => verdict)),
    cells,
  }
}

/** What one vantage saw of all cells of a row: `open`, or `open on 1 of 2`. Null when nobody looked from there. */
export function sightWords(row: PortRow, vantage: Vantage): string | null {
  const states = row.cells.flatMap(({ sights }) => {
    const sight = sights.find((each) => each.vantage === vantage)
    return sight === undefined ? [] : [sight.isStale ? 'stale' : seenState(sight)]
  })
  if (states.length === 0) return null
  const counts = Map.groupBy(states, (state) => state)
  if (counts.size === 1 && states.length === row.cells.length) return states[0] ?? null
  return [...counts].map(([state, each]) => `${state} on ${each.length} of ${row.cells.length}`).join(', ')
}

/** `open`, `open on loopback only`, `open or filtered` */
export function seenState({ state, isLoopback }: PortCellWire['sights'][number]): string {
  if (state === 'open-or-filtered') return 'open or filtered'
  return isLoopback ? 'open on loopback only' : state
}

export function firewallWords({ firewall }: PortCellWire): string {
  const said = firewall.observed ?? firewall.declared
  if (said === null) return 'no firewall declared'
  return said.isDefault ? `no rule: ${said.action}` : said.rule.replace(/\s{2,}/g, ' ')
}

/** `2027-02-01`, `expired`, or what is missing. */
export function approvalWords({ declared, approval }: PortCellWire): string {
  switch (approval) {
    case 'current':
      return `until ${declared?.approvedUntil}`
    case 'expired':
      return `expired ${declared?.approvedUntil}`
    case 'missing':
      return 'not approved'
    case null:
      return '–'
  }
}

export function matchesFind(cell: PortCellWire, find: string, nameOf: (slug: string) => string): boolean {
  const words = find.trim().toLowerCase()
  if (words === '') return true
  const { declared, node, address, port, transport } = cell
  const text = [
    `${port}/${transport}`,
    declared?.service,
    declared?.owner,
    declared?.class,
    node === null ? undefined : nameOf(node),
    node,
    address,
  ]
  return text.some((part) => part?.toLowerCase().includes(words))
}
