import type { EstateNode, NodeState, Observed } from '@/lib/client/live/estate'
import { shownOrder } from '../graph/count-health'
import { compare } from '../graph/view-graph'
import { matchesNode } from '../match-node'
import { type NodeLook, nodeLook } from '../node-words'

export interface NodeRow {
  readonly node: EstateNode
  readonly state: NodeState | undefined
  readonly look: NodeLook
}

export const sortColumns = ['health', 'name', 'zone', 'since'] as const
export type SortColumn = (typeof sortColumns)[number]

export interface Sorting {
  readonly column: SortColumn
  readonly isAscending: boolean
}

/** The worst first, then by name: what needs somebody is at the top. */
export const worstFirst: Sorting = { column: 'health', isAscending: true }

export function tableRows(
  nodes: readonly EstateNode[],
  observed: Observed,
  { search, sorting }: { readonly search: string; readonly sorting: Sorting },
): readonly NodeRow[] {
  const sign = sorting.isAscending ? 1 : -1
  return nodes
    .filter((node) => matchesNode(node, search))
    .map((node) => {
      const state = observed.nodes.get(node.slug)
      return { node, state, look: nodeLook(node, state) }
    })
    .toSorted((a, b) => sign * comparisons[sorting.column](a, b) || compare(a.node.name, b.node.name))
}

const comparisons: Readonly<Record<SortColumn, (a: NodeRow, b: NodeRow) => number>> = {
  health: (a, b) => urgency(a) - urgency(b),
  name: (a, b) => compare(a.node.name, b.node.name),
  zone: (a, b) => compare(a.node.zone ?? '', b.node.zone ?? ''),
  since: (a, b) => (b.state?.health.sinceMs ?? 0) - (a.state?.health.sinceMs ?? 0),
}

/** What fails, then what is not known, then what only suffers, then the rest. */
function urgency({ look, state }: NodeRow): number {
  if (look.isUnobserved) return 20 + shownOrder.indexOf(look.shown)
  const isTouched = (state?.impactedBy.length ?? 0) > 0 || state?.health.isSuspect || state?.health.isFlapping
  return shownOrder.indexOf(look.shown) * 2 + (isTouched ? 0 : 1)
}
