'use client'

import { useQuery } from '@tanstack/react-query'
import { endpointUrl } from '@/lib/client/api-client'
import { apiQuery } from '@/lib/client/queries/api-query'
import { exportInventoryEndpoint, listRevisionsEndpoint } from '@/lib/core/api/inventory'
import { Moment } from '../ui/moment'
import { Section } from '../ui/page'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { Table } from '../ui/table'
import styles from './inventory.module.css'

/** Every inventory that was in force, each as it was. */
export function RevisionList() {
  const revisions = useQuery(apiQuery(listRevisionsEndpoint, { query: {} }))
  return (
    <Section title="Revisions">
      {revisions.data ? (
        <Table label="Revisions" columns={['Revision', 'Applied', 'By', 'Why', 'Content', 'Export']}>
          {revisions.data.revisions.map(({ revision, appliedAt, actor, message, contentHash }) => (
            <tr key={revision}>
              <th scope="row">{revision}</th>
              <td className={styles.instant}>
                <Moment at={appliedAt} />
              </td>
              <td>{actor}</td>
              <td>{message}</td>
              <td>
                <code title={contentHash}>{contentHash.slice(0, 12)}</code>
              </td>
              <td>
                <a href={endpointUrl(exportInventoryEndpoint, { query: { revision } })} download>
                  YAML<span className="visually-hidden"> of revision {revision}</span>
                </a>
              </td>
            </tr>
          ))}
        </Table>
      ) : revisions.error ? (
        <FailureMessage
          what="The revisions"
          error={revisions.error}
          onRetry={() => void revisions.refetch()}
        />
      ) : (
        <Skeleton label="the revisions" rows={3} />
      )}
    </Section>
  )
}
