'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { apiQuery } from '@/lib/client/queries/api-query'
import { getTraffic } from '@/lib/core/api/estate'
import { NodeHealths } from '../estate/node-healths'
import { HealthMark } from '../health/health-mark'
import { Moment } from '../ui/moment'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'

type Traffic = z.output<typeof getTraffic.response>

/** The load balancer as declared, beside what its probes and those of its backends see. */
export function TrafficPage() {
  const traffic = useQuery({ ...apiQuery(getTraffic, {}), refetchInterval: 10_000 })
  return (
    <Page title="Traffic" summary="Which backends answer which path: declared, beside what is observed.">
      {traffic.data ? (
        <TrafficOf traffic={traffic.data} />
      ) : traffic.error ? (
        <FailureMessage
          what="The traffic rules"
          error={traffic.error}
          onRetry={() => void traffic.refetch()}
        />
      ) : (
        <Skeleton label="the traffic rules" rows={6} />
      )}
    </Page>
  )
}

function TrafficOf({ traffic: { declared, observed } }: { readonly traffic: Traffic }) {
  if (declared === null) {
    return (
      <StateMessage title="No load balancer is declared">
        <p>It stands in the inventory under `traffic`.</p>
      </StateMessage>
    )
  }
  const { loadBalancer, rules } = declared
  const { healthCheck } = loadBalancer
  return (
    <>
      <Section title="Load balancer, declared">
        <Table label="Load balancer" columns={['Property', 'Declared']}>
          <Row name="Node, now">
            <NodeHealths slugs={[loadBalancer.node]} />
          </Row>
          <Row name="Health check">
            <code>{healthCheck.path}</code> every {healthCheck.intervalSeconds} s, at most{' '}
            {healthCheck.timeoutSeconds} s, out after {healthCheck.failureThreshold} failures
          </Row>
          <Row name="Method">{loadBalancer.method}</Row>
          <Row name="Session">{loadBalancer.session}</Row>
          <Row name="Failover">{loadBalancer.failover}</Row>
        </Table>
      </Section>
      <Section title="Rules, with their backends now">
        <Table label="Rules" columns={['Path', 'Backend', 'Weight', 'Nodes, now']}>
          {rules.map((rule) => (
            <tr key={rule.slug}>
              <th scope="row">
                <code>{rule.path}</code>
              </th>
              <td>{rule.backend}</td>
              <td>{rule.weight}</td>
              <td>
                <NodeHealths slugs={rule.nodes} />
              </td>
            </tr>
          ))}
        </Table>
      </Section>
      <Section title="Observed by probes">
        <ObservedProbes probes={observed} />
      </Section>
    </>
  )
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  )
}

function ObservedProbes({ probes }: { readonly probes: Traffic['observed'] }) {
  if (probes.length === 0) return <p>No probe looks at it.</p>
  return (
    <Table label="Probes" columns={['Probe', 'Health', 'Found', 'When']}>
      {probes.map((probe) => (
        <tr key={probe.slug}>
          <th scope="row">{probe.slug}</th>
          <td data-lead>
            <HealthMark status={probe.health.status} />
          </td>
          <td>{probe.health.reason}</td>
          <td>{probe.evidenceAt === null ? 'never' : <Moment at={probe.evidenceAt} form="clock" />}</td>
        </tr>
      ))}
    </Table>
  )
}
