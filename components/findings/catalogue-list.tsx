'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listFindingRules } from '@/lib/core/api/findings'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { Table } from '../ui/table'
import { SeverityMark } from './severity-mark'

const outcomeWords = {
  fires: 'fires',
  holds: 'holds',
  needs: 'needs a fact',
  failed: 'broke',
  'not-evaluated': 'not judged yet',
} as const

/** Every rule, those that hold included: what was looked at is told apart from what was not. */
export function CatalogueList() {
  const list = useQuery(apiQuery(listFindingRules, {}))
  if (list.error)
    return <FailureMessage what="The catalogue" error={list.error} onRetry={() => void list.refetch()} />
  if (list.data === undefined) return <Skeleton label="the catalogue" rows={8} />
  return (
    <Table label="Rules of the catalogue" columns={['Rule', 'Checks', 'Severity', 'Now', 'Reference']}>
      {list.data.rules.map((rule) => (
        <tr key={rule.id}>
          <th scope="row">
            <code>{rule.id}</code>
          </th>
          <td>{rule.title}</td>
          <td>
            <SeverityMark severity={rule.severity} />
          </td>
          <td data-lead>
            {rule.outcome === 'fires' ? <b>{outcomeWords.fires}</b> : outcomeWords[rule.outcome]}
          </td>
          <td>{rule.reference}</td>
        </tr>
      ))}
    </Table>
  )
}
