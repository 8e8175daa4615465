'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { endpointUrl } from '@/lib/client/api-client'
import { apiQuery } from '@/lib/client/queries/api-query'
import { getImportedFile, type ImportKindWire, listImports } from '@/lib/core/api/imports'
import { NodeLink } from '../topology/node-link'
import { Moment } from '../ui/moment'
import { Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'
import styles from './imports.module.css'
import { vantageWords } from './vantage-words'

/** Every import that was applied, with its file as it came. */
export function ImportHistory({ kinds }: { readonly kinds: readonly ImportKindWire[] }) {
  const imports = useQuery(apiQuery(listImports, { query: {} }))
  const titleOf = (kind: string) => kinds.find((one) => one.kind === kind)?.title ?? kind
  return (
    <Section title="Imported so far" note="Each with its file, byte for byte as it came.">
      {imports.data === undefined ? (
        imports.error ? (
          <FailureMessage what="The history" error={imports.error} onRetry={() => void imports.refetch()} />
        ) : (
          <Skeleton label="the history" rows={3} />
        )
      ) : imports.data.imports.length === 0 ? (
        <StateMessage title="Nothing was imported yet">
          <p>Files that are applied stay here, with who did it, what changed, and the audit entry.</p>
        </StateMessage>
      ) : (
        <Table
          label="Imported so far"
          isScrolling
          columns={[
            'File',
            'What it is',
            'Seen from',
            'Imported',
            'By',
            'Lines',
            'Changes',
            'SHA-256',
            'Audit',
          ]}
        >
          {imports.data.imports.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={endpointUrl(getImportedFile, { params: { id: one.id } })} download>
                  {one.file}
                </a>
              </th>
              <td>{titleOf(one.kind)}</td>
              <td>{one.node === null ? vantageWords(one.vantage) : <NodeLink slug={one.node} />}</td>
              <td className={styles.instant}>
                <Moment at={one.at} />
              </td>
              <td>{one.actor}</td>
              <td>
                {one.understood} understood
                {one.notUnderstood > 0 ? `, ${one.notUnderstood} not` : ''}
              </td>
              <td className={styles.counts}>
                +{one.added} ~{one.changed} −{one.removed}
              </td>
              <td>
                <code title={one.contentHash}>{one.contentHash.slice(0, 12)}</code>
              </td>
              <td>
                <Link href={`/audit?subject=${encodeURIComponent(one.auditSubject)}`}>
                  Entry<span className="visually-hidden"> of {one.file}</span>
                </Link>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  )
}
