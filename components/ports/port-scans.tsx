'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { counted } from '@/lib/client/time/duration-words'
import { diffPortScans, listPortScans } from '@/lib/core/api/ports'
import { SelectField } from '../ui/field'
import { Moment } from '../ui/moment'
import { Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'
import { vantageWords } from './port-words'
import styles from './ports.module.css'
import type { PortsAddressControl } from './ports-address'

/** When something about ports changed, and what is different between two of these moments. */
export function PortScans({ address: { from, to }, go }: PortsAddressControl) {
  const scans = useQuery(apiQuery(listPortScans, {}))
  if (scans.error) {
    return <FailureMessage what="The scans" error={scans.error} onRetry={() => void scans.refetch()} />
  }
  if (!scans.data) return <Skeleton label="the scans" rows={5} />
  const [newest] = scans.data.scans
  const oldest = scans.data.scans.at(-1)
  if (newest === undefined || oldest === undefined) {
    return (
      <StateMessage title="No scan yet">
        <p>Once a worker has looked at a port, or somebody imports a scan, it is listed here.</p>
      </StateMessage>
    )
  }
  const choose = (label: string, value: string, onChoose: (at: string) => void) => (
    <SelectField label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      {scans.data.scans.map(({ at, setBy, changes }) => (
        <option key={`${at} ${setBy}`} value={at}>
          {at.slice(0, 19).replace('T', ' ')} UTC · {setBy} · {counted(changes, 'change')}
        </option>
      ))}
    </SelectField>
  )
  return (
    <div className={styles.scans}>
      <div className={styles.filters}>
        {choose('From', from ?? oldest.at, (at) => go({ from: at }))}
        {choose('To', to ?? newest.at, (at) => go({ to: at }))}
      </div>
      <Differences from={from ?? oldest.at} to={to ?? newest.at} />
    </div>
  )
}

function Differences({ from, to }: { readonly from: string; readonly to: string }) {
  const diff = useQuery(apiQuery(diffPortScans, { query: { from, to } }))
  if (diff.error) {
    return <FailureMessage what="The difference" error={diff.error} onRetry={() => void diff.refetch()} />
  }
  if (!diff.data) return <Skeleton label="the difference" rows={4} />
  const { differences } = diff.data
  return (
    <Section
      title="What is different"
      note={
        <>
          <Moment at={from} /> to <Moment at={to} />: {counted(differences.length, 'port')}
        </>
      }
    >
      {differences.length === 0 ? (
        <p>Nothing is different between these two.</p>
      ) : (
        <Table label="Differences" isScrolling columns={['Port', 'On', 'Seen from', 'Before', 'After']}>
          {differences.map((each) => (
            <tr key={`${each.vantage} ${each.address} ${each.port} ${each.transport}`}>
              <th scope="row">
                <code>
                  {each.port}/{each.transport}
                </code>
              </th>
              <td>
                {each.node ?? ''} <code>{each.address}</code>
              </td>
              <td>{vantageWords[each.vantage]}</td>
              <td>{each.from ?? 'not seen'}</td>
              <td>{each.to ?? 'not seen'}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  )
}
