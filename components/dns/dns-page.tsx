'use client'

import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { endpointUrl } from '@/lib/client/api-client'
import { apiQuery } from '@/lib/client/queries/api-query'
import { counted } from '@/lib/client/time/duration-words'
import { type DelegationWire, exportZone, getDns } from '@/lib/core/api/dns'
import { buttonClass } from '../ui/button'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'
import { VerdictMark, type VerdictTone } from '../verdict/verdict-mark'
import styles from './dns.module.css'
import { RecordTable } from './record-table'

export type Zone = z.output<typeof getDns.response>

/** The zone as it should be, beside what each server answers. */
export function DnsPage() {
  const zone = useQuery(apiQuery(getDns, {}))
  return (
    <Page
      title="DNS"
      summary={
        zone.data?.declared
          ? `${zone.data.declared.zone}: each declared record beside each server's answer over the wire.`
          : 'Each declared record beside each server’s answer over the wire.'
      }
      actions={
        <>
          <a className={buttonClass('ghost')} href="/imports">
            Import zone
          </a>
          {zone.data?.declared ? (
            <a
              className={buttonClass('ghost')}
              href={endpointUrl(exportZone, { params: { zone: zone.data.declared.zone } })}
              download={`${zone.data.declared.zone}.zone`}
            >
              Export zone file
            </a>
          ) : null}
        </>
      }
    >
      {zone.data ? (
        zone.data.declared === null ? (
          <StateMessage title="No zone is declared">
            <p>Declare one in the section dns of the inventory, or import a zone file.</p>
          </StateMessage>
        ) : (
          <ZoneView zone={zone.data} />
        )
      ) : zone.error ? (
        <FailureMessage what="The zone" error={zone.error} onRetry={() => void zone.refetch()} />
      ) : (
        <Skeleton label="the zone" rows={8} />
      )}
    </Page>
  )
}

function ZoneView({ zone }: { readonly zone: Zone }) {
  const spreading = zone.rows.filter((row) => row.isSpreading)
  return (
    <>
      {spreading.length > 0 ? (
        <p role="status" className={styles.note}>
          Servers answer differently for {spreading.map(({ name, type }) => `${name} ${type}`).join(', ')}: a
          change is spreading, or a server is left behind.
        </p>
      ) : null}
      <Section title="Records" note={counted(zone.rows.length, 'record set')}>
        <RecordTable rows={zone.rows} />
        <p className={styles.fine}>
          Proxied names are compared by the ranges of {zone.providerRanges.provider} (
          <a href={zone.providerRanges.source}>source</a>, as of {zone.providerRanges.retrievedOn}).
        </p>
      </Section>
      <Servers zone={zone} />
      <Delegations zone={zone} />
      <Mail zone={zone} />
    </>
  )
}

function Servers({ zone: { servers, dnssec } }: { readonly zone: Zone }) {
  if (servers.length === 0) {
    return (
      <Section title="Servers">
        <p>No server has been asked yet: give the zone’s node a probe of the kind dns-zone.</p>
      </Section>
    )
  }
  return (
    <Section title="Servers" note={dnssecWords(dnssec)}>
      <Table label="Servers of the zone" columns={['Server', 'Asked as', 'Serial', 'State']}>
        {servers.map((server) => (
          <tr key={server.server}>
            <th scope="row">
              <code>{server.server}</code>
            </th>
            <td>
              {server.role}
              {server.isAuthoritative ? ', answers with authority' : ''}
            </td>
            <td>
              <code>{server.serial ?? 'none'}</code>
            </td>
            <td data-lead>
              <ServerState server={server} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

function ServerState({ server }: { readonly server: Zone['servers'][number] }) {
  if (server.isStale) return <VerdictMark tone="unknown">Stale</VerdictMark>
  if (server.serial === null) return <VerdictMark tone="differs">Answers nothing</VerdictMark>
  if (server.isBehind && server.role === 'resolver')
    return <VerdictMark tone="unknown">Keeps an older one until its TTL ends</VerdictMark>
  if (server.isBehind) return <VerdictMark tone="differs">Behind</VerdictMark>
  return <VerdictMark tone="agrees">Newest serial</VerdictMark>
}

const delegationWords: Readonly<Record<DelegationWire['verdict'], string>> = {
  differs: 'Other than the zone says',
  'no-answer': 'Answers nothing',
  stale: 'Stale',
  'not-observed': 'The zone itself was not observed',
  'as-the-zone': 'As the zone says',
}
const delegationTones: Readonly<Record<DelegationWire['verdict'], VerdictTone>> = {
  differs: 'differs',
  'no-answer': 'unknown',
  stale: 'unknown',
  'not-observed': 'unknown',
  'as-the-zone': 'agrees',
}

function Delegations({ zone: { delegations } }: { readonly zone: Zone }) {
  if (delegations.length === 0) return null
  return (
    <Section title="Delegation" note="what the zone above says">
      <Table label="What each parent has of the zone" columns={['Parent', 'Delegates to', 'DS', 'State']}>
        {delegations.map(({ server, nameServers, glue, ds, verdict }) => (
          <tr key={server}>
            <th scope="row">
              <code>{server}</code>
            </th>
            <td>
              {nameServers.join(', ') || 'nobody'}
              {glue.length > 0 ? `, at ${glue.map(({ address }) => address).join(', ')}` : null}
            </td>
            <td>{ds === null ? 'not known' : ds.join(', ') || 'none'}</td>
            <td data-lead>
              <VerdictMark tone={delegationTones[verdict]}>{delegationWords[verdict]}</VerdictMark>
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

function dnssecWords({ isDeclaredSigned, hasKeys, isValidated }: Zone['dnssec']): string {
  const observed = hasKeys === null ? 'not observed' : hasKeys ? 'keys are served' : 'no keys are served'
  const declared =
    isDeclaredSigned === null ? 'not declared' : isDeclaredSigned ? 'declared signed' : 'declared unsigned'
  const validated =
    isValidated === null ? '' : isValidated ? ', validated by resolvers' : ', not validated by resolvers'
  return `DNSSEC: ${declared}, ${observed}${validated}`
}

function Mail({ zone: { mail } }: { readonly zone: Zone }) {
  if (mail.length === 0) return null
  return (
    <Section title="Mail">
      <Table
        label="Records by which receivers judge mail"
        columns={['Record', 'Name', 'Says', 'What stands out']}
      >
        {mail.map((record) => (
          <tr key={record.name}>
            <th scope="row">{record.kind}</th>
            <td>
              <code>{record.name}</code>
            </td>
            <td>{record.summary}</td>
            <td>{record.problems.length === 0 ? 'nothing' : record.problems.join('; ')}</td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}
