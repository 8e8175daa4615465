import { type Vantage, vantages } from '@/lib/core/observed/fact'
import { NodeLinks } from '../topology/node-link'
import { OptionalCell, Table } from '../ui/table'
import { VerdictMark } from '../verdict/verdict-mark'
import {
  approvalWords,
  firewallWords,
  type PortRow,
  sightWords,
  vantageWords,
  verdictTones,
  verdictWords,
} from './port-words'
import styles from './ports.module.css'

interface PortTableProps {
  readonly rows: readonly PortRow[]
  readonly label: string
  onOpen(cellId: string): void
}

/** One line a port: what is declared, what the firewall says, what each vantage saw, and what that comes to. */
export function PortTable({ rows, label, onOpen }: PortTableProps) {
  const looked = vantages.filter(
    (vantage) => vantage === 'worker' || rows.some((row) => sightWords(row, vantage) !== null),
  )
  return (
    <Table
      label={label}
      columns={[
        'Port',
        'Service',
        'On',
        'Class',
        'Firewall says',
        ...looked.map((vantage) => `${vantageWords[vantage]} sees`),
        'Verdict',
        'Owner · approved',
      ]}
    >
      {rows.map((row) => (
        <Row key={row.key} row={row} looked={looked} onOpen={onOpen} />
      ))}
    </Table>
  )
}

interface RowProps {
  readonly row: PortRow
  readonly looked: readonly Vantage[]
  onOpen(cellId: string): void
}

function Row({ row, looked, onOpen }: RowProps) {
  const worst = row.cells.find(({ verdict }) => verdict === row.verdict) ?? row.cells[0]
  if (worst === undefined) return null
  const nodes = row.cells.flatMap(({ node }) => node ?? [])
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={styles.open}
          aria-label={`Details of port ${row.port} on ${worst.node ?? worst.address}`}
          onClick={() => onOpen(worst.id)}
        >
          <code>{row.port}</code>
        </button>
      </th>
      <td className={styles.verdict}>{row.service}</td>
      <td>{nodes.length > 0 ? <NodeLinks slugs={nodes} /> : <code>{worst.address}</code>}</td>
      <td className={styles.verdict}>
        {row.class ? <span className={styles.tag}>{row.class}</span> : 'not declared'}
      </td>
      <td>
        <code className={styles.rule}>{firewallWords(worst)}</code>
      </td>
      {looked.map((vantage) => (
        <td key={vantage}>
          {sightWords(row, vantage) ?? <span className={styles.quiet}>not observed</span>}
        </td>
      ))}
      <td className={styles.verdict} data-lead>
        <VerdictMark tone={verdictTones[row.verdict]}>{verdictWords[row.verdict]}</VerdictMark>
      </td>
      <OptionalCell>
        {worst.declared ? `${worst.declared.owner ?? 'no owner'} · ${approvalWords(worst)}` : null}
      </OptionalCell>
    </tr>
  )
}
