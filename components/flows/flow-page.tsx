'use client'

import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { apiQuery } from '@/lib/client/queries/api-query'
import { getFlow } from '@/lib/core/api/estate'
import { healthWords } from '@/lib/core/health/health-word'
import { SequenceDiagram } from '../diagrams/sequence-diagram'
import { sequenceSource } from '../diagrams/sequence-source'
import { EstateGate } from '../estate/estate-gate'
import { NodeHealths } from '../estate/node-healths'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { Table } from '../ui/table'
import { FlowSteps } from './flow-steps'
import { usePartHealth } from './use-part-health'

type Flow = z.output<typeof getFlow.response>['declared']

/** One flow, as a picture and as a table, with the health that each part has now. */
export function FlowPage({ slug }: { readonly slug: string }) {
  const flow = useQuery(apiQuery(getFlow, { params: { slug } }))
  if (flow.data) {
    const { declared } = flow.data
    return <EstateGate>{() => <FlowOf flow={declared} />}</EstateGate>
  }
  return (
    <Page title="Flow">
      {flow.error ? (
        <FailureMessage what="The flow" error={flow.error} onRetry={() => void flow.refetch()} />
      ) : (
        <Skeleton label="the flow" rows={6} />
      )}
    </Page>
  )
}

function FlowOf({ flow }: { readonly flow: Flow }) {
  const healthOf = usePartHealth()
  const parts = flow.participants.map(({ key, name, nodes: slugs }) => {
    const status = healthOf(slugs)
    return { key, lines: status === undefined ? [name] : [name, healthWords[status]] }
  })
  return (
    <Page title={flow.name} summary={flow.request ?? `Specified in ${flow.specifiedIn.join(', ')}`}>
      <SequenceDiagram source={sequenceSource(parts, flow.steps)} />
      <Section title="Who takes part">
        <Table label="Participants" columns={['Part', 'Nodes, now']}>
          {flow.participants.map((part) => (
            <tr key={part.key}>
              <th scope="row">{part.name}</th>
              <td>
                <NodeHealths slugs={part.nodes} />
              </td>
            </tr>
          ))}
        </Table>
      </Section>
      <Section title="Step by step">
        <FlowSteps flow={flow} />
      </Section>
    </Page>
  )
}
