'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { type PortCellWire, portHistory } from '@/lib/core/api/ports'
import { Dialog } from '../ui/dialog'
import { Moment } from '../ui/moment'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { Table } from '../ui/table'
import { VerdictMark } from '../verdict/verdict-mark'
import { approvalWords, seenState, vantageWords, verdictTones, verdictWords } from './port-words'
import styles from './ports.module.css'

interface PortDetailProps {
  readonly cell: PortCellWire | undefined
  onClose(): void
}

/** One port of one node: both sides with who said so and when, the rule that explains it, and its history. */
export function PortDetail({ cell, onClose }: PortDetailProps) {
  return (
    <Dialog title={cell ? `Port ${cell.id}` : 'Port'} isOpen={cell !== undefined} isWide onClose={onClose}>
      {cell ? (
        <div className={styles.detail}>
          <p>
            <VerdictMark tone={verdictTones[cell.verdict]}>{verdictWords[cell.verdict]}</VerdictMark>
          </p>
          <Declared cell={cell} />
          <Sights cell={cell} />
          <Firewall cell={cell} />
          <History id={cell.id} />
        </div>
      ) : null}
    </Dialog>
  )
}

function Declared({ cell }: { readonly cell: PortCellWire }) {
  const { declared, named } = cell
  if (declared === null && cell.verdict === 'loopback-open' && named === null) {
    return <p>Nobody declared this port. Nobody but its own machine reaches it.</p>
  }
  if (declared === null) {
    return named === null ? (
      <p>Nobody declared this port. Declare it in the inventory, or close it.</p>
    ) : (
      <p>
        No row of the port matrix has it. The inventory names it: <code>{named.field}</code>, {named.value} (
        {named.view}). Declare it with its owner and reason.
      </p>
    )
  }
  const lines = [
    ['Service', `${declared.service}${declared.note ? `, ${declared.note}` : ''}`],
    ['Class', declared.class],
    ['Owner', declared.owner ?? 'not said'],
    ['Business reason', declared.reason ?? 'not said'],
    ['Approved', `${approvalWords(cell)}${declared.approvedBy ? ` by ${declared.approvedBy}` : ''}`],
    ['Specified in', declared.specifiedIn.join(', ')],
  ]
  return (
    <section aria-label="Declared">
      <h3>Declared</h3>
      <dl className={styles.lines}>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Sights({ cell }: { readonly cell: PortCellWire }) {
  if (cell.sights.length === 0) return <p>Nobody has looked at it yet.</p>
  return (
    <section aria-label="Observed">
      <h3>Observed</h3>
      <ul className={styles.sights}>
        {cell.sights.map((sight) => (
          <li key={sight.vantage}>
            <strong>{vantageWords[sight.vantage]}</strong>: {sight.isStale ? 'stale, was ' : ''}
            {seenState(sight)} since <Moment at={sight.since} />, by <code>{sight.setBy}</code>
            {sight.reason ? ` (${sight.reason})` : ''}, last looked{' '}
            <Moment at={sight.observedAt} form="clock" />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Firewall({ cell: { firewall } }: { readonly cell: PortCellWire }) {
  const sides = [
    ['Declared', firewall.declared],
    ['Observed', firewall.observed],
  ] as const
  return (
    <section aria-label="Firewall">
      <h3>Firewall</h3>
      <dl className={styles.lines}>
        {sides.map(([label, decision]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {decision === null ? (
                'nothing is known'
              ) : (
                <>
                  {decision.action}: <code>{decision.rule}</code>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function History({ id }: { readonly id: string }) {
  const history = useQuery(apiQuery(portHistory, { query: { cell: id } }))
  return (
    <section aria-label="History">
      <h3>History</h3>
      {history.data ? (
        history.data.changes.length === 0 ? (
          <p>No change is recorded.</p>
        ) : (
          <Table label="History of the port" isScrolling columns={['When', 'Seen from', 'Change', 'By']}>
            {history.data.changes.map(({ at, vantage, from, to, listensOn, setBy }) => (
              <tr key={`${at} ${vantage} ${setBy} ${listensOn}`}>
                <td>
                  <Moment at={at} />
                </td>
                <td>{vantageWords[vantage]}</td>
                <td>
                  {from ?? 'not seen'} → {to ?? 'no longer seen'}
                  {listensOn === null ? '' : `, on ${listensOn}`}
                </td>
                <td>
                  <code>{setBy}</code>
                </td>
              </tr>
            ))}
          </Table>
        )
      ) : history.error ? (
        <FailureMessage what="The history" error={history.error} onRetry={() => void history.refetch()} />
      ) : (
        <Skeleton label="the history" rows={2} />
      )}
    </section>
  )
}
