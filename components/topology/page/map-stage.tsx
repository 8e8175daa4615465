'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import { apiQuery } from '@/lib/client/queries/api-query'
import { getWhatIf } from '@/lib/core/api/topology'
import type { InventoryView } from '@/lib/core/inventory/view'
import { Button } from '../../ui/button'
import { Skeleton, StateMessage } from '../../ui/state-message'
import type { MapAddressControl } from '../address/use-map-address'
import type { ViewGraph } from '../graph/view-graph'
import { Beside, type MapSlots } from '../map/beside'
import { MapCanvas } from '../map/map-canvas'
import { matchesNode } from '../match-node'
import { ArrangeBar } from './arrange-bar'
import { ExportButtons } from './export-buttons'
import styles from './topology-page.module.css'
import { useLayout } from './use-layout'
import { useMovedCards } from './use-moved-cards'

interface MapStageProps {
  readonly view: InventoryView
  readonly graph: ViewGraph
  readonly structure: Structure
  readonly control: MapAddressControl
  readonly search: string
  readonly isArranging: boolean
  readonly slots: MapSlots
  onExpand(id: string): void
}

const nobody: ReadonlySet<string> = new Set()

/** The graph laid out and drawn, with what the search, a what-if or an arrangement add to it. */
export function MapStage(props: MapStageProps) {
  const { view, graph, structure, control, search, isArranging, slots, onExpand } = props
  const { address, go } = control
  const layout = useLayout(graph)
  const moved = useMovedCards(view.slug)
  const positions = useMemo(() => (layout ? moved.placed(layout.positions) : null), [layout, moved.placed])
  const assumed = address.fail ?? []
  const whatIf = useQuery({
    ...apiQuery(getWhatIf, { query: { fail: assumed.join(',') } }),
    enabled: assumed.length > 0,
  })
  const cutOff = useMemo(
    () => (assumed.length > 0 ? new Set(whatIf.data?.newlyCutOff) : nobody),
    [assumed.length, whatIf.data],
  )
  const unmatched = useMemo(() => unmatchedCards(graph, structure, search), [graph, structure, search])
  const { fail } = address
  const open = useCallback(
    (id: string | null) => {
      if (fail === null) go({ node: id })
      else if (id !== null)
        go({ fail: fail.includes(id) ? fail.filter((slug) => slug !== id) : [...fail, id] })
    },
    [fail, go],
  )

  if (graph.nodes.length === 0) {
    return (
      <div className={styles.waiting}>
        <StateMessage title="Everything of this view is hidden">
          <p>The Hide menu leaves nothing to show.</p>
          <Button tone="ghost" onClick={() => go({ hide: { kinds: new Set(), looks: new Set() } })}>
            Show everything
          </Button>
        </StateMessage>
      </div>
    )
  }
  if (layout === null || positions === null) {
    return (
      <div className={styles.waiting}>
        <Skeleton label="the map" rows={6} />
      </div>
    )
  }
  return (
    <>
      <MapCanvas
        name={`${view.slug}:${positions.size}${layout.isFull ? '' : ':plain'}`}
        graph={graph}
        positions={positions}
        structure={structure}
        selected={fail === null ? address.node : null}
        dimmed={unmatched}
        forced={fail === null ? nobody : new Set(fail)}
        cutOff={cutOff}
        isArranging={isArranging}
        slots={slots}
        onOpen={open}
        onExpand={onExpand}
        onMove={moved.move}
      />
      <Beside slot={slots.tools}>
        {layout.isFull ? null : (
          <p role="status" className={styles.plain}>
            Laid out simply. The full layout follows by itself.
          </p>
        )}
        <ExportButtons view={view} graph={graph} positions={positions} structure={structure} />
      </Beside>
      {isArranging ? <ArrangeBar moved={moved} /> : null}
    </>
  )
}

/** The cards that the search leaves out; none without a search. */
function unmatchedCards(graph: ViewGraph, structure: Structure, search: string): ReadonlySet<string> {
  if (search.trim() === '') return nobody
  const matching = new Set(
    structure.nodes.filter((node) => matchesNode(node, search)).map((node) => node.slug),
  )
  return new Set(
    graph.nodes.filter((card) => !card.members.some((slug) => matching.has(slug))).map((card) => card.id),
  )
}
