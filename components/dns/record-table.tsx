import type { ReactNode } from 'react'
import type { DnsRowWire } from '@/lib/core/api/dns'
import type { RecordVerdict } from '@/lib/core/dns/record-verdict'
import { Moment } from '../ui/moment'
import { Table } from '../ui/table'
import { VerdictMark, type VerdictTone } from '../verdict/verdict-mark'
import styles from './dns.module.css'

const verdictWords: Readonly<Record<RecordVerdict, string>> = {
  differs: 'Differs',
  missing: 'Not served',
  'no-answer': 'No answer',
  stale: 'Stale',
  'not-observed': 'Not observed',
  'as-declared': 'As declared',
}

const verdictTones: Readonly<Record<RecordVerdict, VerdictTone>> = {
  differs: 'differs',
  missing: 'differs',
  'no-answer': 'differs',
  stale: 'unknown',
  'not-observed': 'unknown',
  'as-declared': 'agrees',
}

/** One line a record set: what is declared, then what each server says. */
export function RecordTable({ rows }: { readonly rows: readonly DnsRowWire[] }) {
  return (
    <Table label="Records" columns={['Name', 'Type', 'Declared', 'Served', 'Verdict']}>
      {rows.map((row) => (
        <tr key={`${row.name} ${row.type}`}>
          <th scope="row">
            <code>{row.name}</code>
          </th>
          <td>{row.type}</td>
          <td>
            <ul>
              {row.declared.map((record) => (
                <li key={record.slug} className={styles.value}>
                  <code>{record.value ?? record.stated}</code>
                  {record.isProxied ? <span className={styles.fine}> proxied</span> : null}
                </li>
              ))}
            </ul>
          </td>
          <td>
            {row.answers.length === 0 ? (
              <span className={styles.fine}>no server was asked</span>
            ) : (
              row.answers.map((answer) => <Served key={answer.server} answer={answer} />)
            )}
          </td>
          <td className={styles.verdict} data-lead>
            <VerdictMark tone={verdictTones[row.verdict]}>{verdictWords[row.verdict]}</VerdictMark>
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Served({ answer }: { readonly answer: DnsRowWire['answers'][number] }) {
  const flags = [
    answer.role === 'resolver' ? 'resolver' : null,
    answer.isAuthoritative ? 'AA' : null,
    answer.isValidated ? 'AD' : null,
    answer.usedTcp ? 'over TCP' : null,
    answer.isStale ? 'stale' : null,
  ].filter(Boolean)
  return (
    <div className={styles.served}>
      <span className={styles.fine}>
        {answer.server} · {answer.rcode}
        {flags.length > 0 ? ` · ${flags.join(', ')}` : ''} · since <Moment at={answer.since} />
      </span>
      <ul>
        {answer.records.map(({ data, ttl }) => (
          <li key={data} className={styles.value}>
            <code>{data}</code> <span className={styles.fine}>{timeKept(answer, ttl)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A resolver tells what is left of the TTL: it runs down from when it was asked. */
function timeKept({ role, observedAt }: DnsRowWire['answers'][number], ttl: number): ReactNode {
  if (role !== 'resolver') return `TTL ${ttl} s`
  return (
    <>
      kept {ttl} s more from <Moment at={observedAt} form="clock" />
    </>
  )
}
