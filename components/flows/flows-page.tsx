'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listFlows } from '@/lib/core/api/estate'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import styles from './flows.module.css'

/** The sequences of messages that the inventory describes. */
export function FlowsPage() {
  const flows = useQuery(apiQuery(listFlows, {}))
  return (
    <Page
      title="Flows"
      summary="How requests travel through the estate, as declared, with the health of each part now."
    >
      {flows.data ? (
        flows.data.flows.length === 0 ? (
          <StateMessage title="No flow is declared">
            <p>Flows stand in the inventory under `flows`.</p>
          </StateMessage>
        ) : (
          <ul className={styles.flows}>
            {flows.data.flows.map(({ slug, name, request }) => (
              <li key={slug}>
                <Link href={`/flows/${slug}`}>{name}</Link>
                {request === null ? null : <code>{request}</code>}
              </li>
            ))}
          </ul>
        )
      ) : flows.error ? (
        <FailureMessage what="The flows" error={flows.error} onRetry={() => void flows.refetch()} />
      ) : (
        <Skeleton label="the flows" rows={2} />
      )}
    </Page>
  )
}
