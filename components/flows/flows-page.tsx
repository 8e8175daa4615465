'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { z } from 'zod'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listFlows } from '@/lib/core/api/estate'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import styles from './flows.module.css'
import { PartHealth } from './part-health'

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
            {flows.data.flows.map((flow) => (
              <li key={flow.slug}>
                <Flow flow={flow} />
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

type Listed = z.output<typeof listFlows.response>['flows'][number]

function Flow({ flow: { slug, name, request, participants } }: { readonly flow: Listed }) {
  return (
    <>
      <div className={styles.head}>
        <Link href={`/flows/${slug}`}>{name}</Link>
        {request === null ? null : <code>{request}</code>}
      </div>
      <ol className={styles.parts} aria-label={`Who takes part in ${name}`}>
        {participants.map((part) => (
          <li key={part.name}>
            {part.name} <PartHealth nodes={part.nodes} />
          </li>
        ))}
      </ol>
    </>
  )
}
