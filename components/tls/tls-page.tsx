'use client'

import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { apiQuery } from '@/lib/client/queries/api-query'
import { counted } from '@/lib/client/time/duration-words'
import { getTls } from '@/lib/core/api/tls'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { EndpointCard } from './endpoint-card'
import { ExpiryLine } from './expiry-line'
import { HopDiagram } from './hop-diagram'
import styles from './tls.module.css'

type Tls = z.output<typeof getTls.response>

/** How each leg of a request's way is encrypted, and what each endpoint serves and accepts. */
export function TlsPage() {
  const tls = useQuery(apiQuery(getTls, {}))
  return (
    <Page
      title="TLS"
      summary="Where encryption ends, what each endpoint really serves and accepts, and when certificates end."
    >
      {tls.data ? (
        <TlsView tls={tls.data} />
      ) : tls.error ? (
        <FailureMessage what="TLS" error={tls.error} onRetry={() => void tls.refetch()} />
      ) : (
        <Skeleton label="TLS" rows={8} />
      )}
    </Page>
  )
}

function TlsView({ tls: { endpoints, hops, generatedAt } }: { readonly tls: Tls }) {
  const chains = endpoints.filter(({ chain }) => chain.length > 0)
  return (
    <>
      {hops.length > 0 ? (
        <Section title="The way of a request" note={counted(hops.length, 'leg')}>
          <HopDiagram hops={hops} />
        </Section>
      ) : null}
      {chains.length > 0 ? (
        <Section title="When certificates end">
          <ExpiryLine endpoints={chains} now={generatedAt} />
        </Section>
      ) : null}
      <Section title="Endpoints" note={counted(endpoints.length, 'endpoint')}>
        {endpoints.length === 0 ? (
          <StateMessage title="No endpoint has been observed">
            <p>Give the nodes that present certificates a probe of the kind tls-endpoint.</p>
          </StateMessage>
        ) : (
          <div className={styles.endpoints}>
            {endpoints.map((endpoint) => (
              <EndpointCard
                key={`${endpoint.host}:${endpoint.port} ${endpoint.serverName}`}
                endpoint={endpoint}
              />
            ))}
          </div>
        )}
      </Section>
    </>
  )
}
