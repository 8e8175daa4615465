'use client'

import type { EstateLink, Structure } from '@/lib/client/live/estate'
import { useLinkState } from '@/lib/client/live/live-context'
import { FindingsBadge } from '../../findings/findings-badge'
import { useFindingCount } from '../../findings/use-findings-about'
import { HealthMark } from '../../health/health-mark'
import { OptionalCell, Table } from '../../ui/table'
import type { ViewGraph } from '../graph/view-graph'
import { linkKindWords } from '../link-words'
import { NodeLink } from '../node-link'

/** The links of the view, with what is declared and what is observed of each. */
export function LinkTable({
  graph,
  structure,
}: {
  readonly graph: ViewGraph
  readonly structure: Structure
}) {
  const shown = new Set(graph.links.flatMap((link) => link.linkIds))
  const links = structure.links.filter((link) => shown.has(link.id))
  if (links.length === 0) return null
  return (
    <Table
      label="Links"
      columns={['From', 'To', 'Kind', 'Protocol', 'Port', 'Encryption', 'Share', 'Health', 'Findings']}
    >
      {links.map((link) => (
        <LinkRow key={link.id} link={link} />
      ))}
    </Table>
  )
}

function LinkRow({ link }: { readonly link: EstateLink }) {
  const state = useLinkState(link.id)
  const findings = useFindingCount([`link:${link.id}`])
  const isObserved = state !== undefined && state.health.observedAtMs !== null
  return (
    <tr>
      <th scope="row">
        <NodeLink slug={link.source} />
      </th>
      <td>
        <NodeLink slug={link.target} />
      </td>
      <td>{linkKindWords[link.kind]}</td>
      <OptionalCell>{link.protocol}</OptionalCell>
      <OptionalCell>{link.port}</OptionalCell>
      <OptionalCell>{link.encryption}</OptionalCell>
      <OptionalCell>{link.weight === null ? null : `${link.weight} %`}</OptionalCell>
      <td data-lead>
        <HealthMark status={state?.health.status ?? 'unknown'}>
          {isObserved ? undefined : 'Not observed'}
        </HealthMark>
      </td>
      <OptionalCell>
        {findings ? <FindingsBadge findings={findings} subject={`link:${link.id}`} /> : null}
      </OptionalCell>
    </tr>
  )
}
