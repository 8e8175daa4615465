'use client'

import { useMemo, useState } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { FindingsBadge } from '../../findings/findings-badge'
import { useFindingCount } from '../../findings/use-findings-about'
import { HealthMark } from '../../health/health-mark'
import { Moment } from '../../ui/moment'
import { StateMessage } from '../../ui/state-message'
import { type Column, Table } from '../../ui/table'
import { useIsNarrow } from '../../ui/use-is-narrow'
import type { ViewGraph } from '../graph/view-graph'
import { NodeLinks, useNodeNames } from '../node-link'
import { nodeLine, signText } from '../node-words'
import { LinkTable } from './link-table'
import { NodeCards } from './node-cards'
import styles from './node-table.module.css'
import { type NodeRow, type SortColumn, type Sorting, tableRows, worstFirst } from './table-rows'

interface NodeTableProps {
  readonly graph: ViewGraph
  readonly structure: Structure
  readonly search: string
  onOpen(slug: string): void
}

/** The same graph as the map, for reading: nodes with the worst first, then the links. */
export function NodeTable({ graph, structure, search, onOpen }: NodeTableProps) {
  const observed = useObserved()
  const isNarrow = useIsNarrow()
  const [sorting, setSorting] = useState<Sorting>(worstFirst)
  const slugs = useMemo(() => new Set(graph.nodes.flatMap((card) => card.members)), [graph])
  const nodes = useMemo(() => structure.nodes.filter((node) => slugs.has(node.slug)), [structure, slugs])
  const rows = tableRows(nodes, observed, { search, sorting })
  if (rows.length === 0) {
    return (
      <StateMessage title="No node matches">
        <p>Nothing in this view matches the search or is left by the Hide menu.</p>
      </StateMessage>
    )
  }
  if (isNarrow) {
    return (
      <div className={styles.tables}>
        <NodeCards rows={rows} onOpen={onOpen} />
        <LinkTable graph={graph} structure={structure} />
      </div>
    )
  }
  const header = (column: SortColumn, label: string): Column => ({
    label,
    sort: {
      direction: sorting.column !== column ? 'none' : sorting.isAscending ? 'ascending' : 'descending',
      onSort: () =>
        setSorting({ column, isAscending: sorting.column === column ? !sorting.isAscending : true }),
    },
  })
  return (
    <div className={styles.tables}>
      <Table
        label="Nodes"
        columns={[
          header('name', 'Node'),
          header('health', 'Health'),
          'Reason',
          header('since', 'Since'),
          'What it is',
          header('zone', 'Zone'),
          'Impacted by',
          'Findings',
          'Address',
        ]}
      >
        {rows.map((row) => (
          <Row key={row.node.slug} row={row} structure={structure} onOpen={onOpen} />
        ))}
      </Table>
      <LinkTable graph={graph} structure={structure} />
    </div>
  )
}

interface RowProps {
  readonly row: NodeRow
  readonly structure: Structure
  onOpen(slug: string): void
}

function Row({ row: { node, state, look }, structure, onOpen }: RowProps) {
  const nameOf = useNodeNames()
  const findings = useFindingCount([`node:${node.slug}`])
  const sign = signText(state, nameOf)
  const isTold = sign !== null && (state?.impactedBy.length ?? 0) === 0
  return (
    <tr>
      <th scope="row">
        <button type="button" className={styles.open} data-card={node.slug} onClick={() => onOpen(node.slug)}>
          {node.name}
        </button>
      </th>
      <td>
        <HealthMark status={look.shown}>{look.word}</HealthMark>
        {isTold ? <small className={styles.sign}>{sign}</small> : null}
      </td>
      <td>{state?.health.reason}</td>
      <td className={styles.instant}>{state?.health.sinceMs ? <Moment at={state.health.sinceMs} /> : '–'}</td>
      <td>{nodeLine(node, state)}</td>
      <td>{structure.zones.find((zone) => zone.slug === node.zone)?.name ?? '–'}</td>
      <td>{state && state.impactedBy.length > 0 ? <NodeLinks slugs={state.impactedBy} /> : '–'}</td>
      <td>{findings ? <FindingsBadge findings={findings} subject={node.slug} /> : '–'}</td>
      <td>
        <code>{node.address ?? '–'}</code>
      </td>
    </tr>
  )
}
