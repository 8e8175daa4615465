'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { spanWords } from '@/lib/client/time/duration-words'
import { getAlerts } from '@/lib/core/api/estate'
import { NodeHealths } from '../estate/node-healths'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'
import { Tag } from '../ui/tag'

/** The alert rules as declared, and whether those whom they are sent through can be reached now. */
export function AlertsPage() {
  const alerts = useQuery(apiQuery(getAlerts, {}))
  return (
    <Page
      title="Alerts"
      summary="Rules as the inventory declares them. Whether the ways to people work is observed."
    >
      {alerts.data ? (
        alerts.data.declared.rules.length === 0 ? (
          <StateMessage title="No alert rule is declared">
            <p>Alert rules stand in the inventory under `alerts`.</p>
          </StateMessage>
        ) : (
          <Table
            label="Alert rules"
            columns={['Rule, as specified', 'Category', 'Fires when', 'Sent through, now', 'Specified in']}
          >
            {alerts.data.declared.rules.map((rule) => (
              <tr key={rule.slug}>
                <th scope="row">{rule.stated}</th>
                <td>
                  <Tag>{rule.category}</Tag>
                </td>
                <td>
                  {rule.metric} {rule.comparator} {amountWords(rule.threshold, rule.unit)}
                  {rule.windowSeconds === undefined ? '' : ` over ${spanWords(rule.windowSeconds * 1000)}`}
                </td>
                <td>
                  <NodeHealths slugs={rule.notify} />
                </td>
                <td>{rule.specifiedIn.join(', ')}</td>
              </tr>
            ))}
          </Table>
        )
      ) : alerts.error ? (
        <FailureMessage what="The alert rules" error={alerts.error} onRetry={() => void alerts.refetch()} />
      ) : (
        <Skeleton label="the alert rules" rows={6} />
      )}
    </Page>
  )
}

/** `80 %`, `1 % of traffic`, `1 s`, `1000 jobs`: a unit as it is read, where the inventory spells it out. */
function amountWords(threshold: number, unit: string): string {
  return `${threshold} ${unit.replace(/^percent\b/, '%').replace(/^seconds?$/, 's')}`
}
