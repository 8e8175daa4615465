import type { NodeStatus } from '@/lab/supervisor/supervisor'

/** A table for people: one node a line, in the order of the registry. */
export function statusTable(nodes: readonly NodeStatus[]): string {
  const rows = nodes.map((each) => [
    each.node,
    each.pid === undefined ? '-' : String(each.pid),
    each.ports.length > 0 ? `${each.address}:${each.ports.join(',')}` : each.address,
    each.state,
    each.faults.join(', ') || '-',
    each.reason,
  ])
  const table = [['node', 'pid', 'address', 'state', 'fault', ''], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
