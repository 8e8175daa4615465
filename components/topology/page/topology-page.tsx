'use client'

import { useMemo, useState } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import { useFreshness, useObserved } from '@/lib/client/live/live-context'
import type { InventoryView } from '@/lib/core/inventory/view'
import { EstateGate } from '../../estate/estate-gate'
import { useTyped } from '../../ui/use-address'
import { useIsNarrow } from '../../ui/use-is-narrow'
import { isHidden } from '../address/hide-rule'
import { type MapAddressControl, useMapAddress } from '../address/use-map-address'
import { everythingView, viewGraph } from '../graph/view-graph'
import { viewOf } from '../map-href'
import { NodePanel } from '../panel/node-panel'
import { NodeTable } from '../table/node-table'
import { WhatIfPanel } from '../what-if/what-if-panel'
import { Legend } from './legend'
import { MapStage } from './map-stage'
import { Toolbar } from './toolbar'
import styles from './topology-page.module.css'

/** The map in one of its views. View and selection are in the address, so that both can be sent to somebody. */
export function TopologyPage() {
  const control = useMapAddress()
  return <EstateGate>{(structure) => <LoadedPage structure={structure} control={control} />}</EstateGate>
}

interface LoadedPageProps {
  readonly structure: Structure
  readonly control: MapAddressControl
}

function LoadedPage({ structure, control }: LoadedPageProps) {
  const { address, go } = control
  const isNarrow = useIsNarrow()
  const [search, setSearch] = useTyped('find')
  const [tools, setTools] = useState<HTMLElement | null>(null)
  const [smallMap, setSmallMap] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ tools, smallMap }), [tools, smallMap])
  const [isArranging, setArranging] = useState(false)
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const views = [...structure.views, everythingView]
  const view = currentView(views, structure, address)
  const hidden = useHidden(structure, address.hide)
  const graph = useMemo(
    () => viewGraph(structure, view, { isHidden: (node) => hidden.has(node.slug), expanded }),
    [structure, view, hidden, expanded],
  )
  const isStale = useFreshness() === 'stale'
  const form = address.form ?? (isNarrow ? 'table' : 'map')
  const node = structure.nodes.find((one) => one.slug === address.node)
  const expand = (id: string) => setExpanded((before) => new Set([...before, id]))

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel wherever the focus is in the page
    <div
      className={styles.page}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && address.node) go({ node: null })
      }}
    >
      <h1 className="visually-hidden">Topology: {view.name}</h1>
      <Toolbar
        views={views}
        view={view}
        form={form}
        control={control}
        search={search}
        onSearch={setSearch}
        isArranging={isArranging}
        onArrange={setArranging}
      />
      <div className={styles.stage}>
        <div className={styles.canvas}>
          <div className={styles.question}>
            <b>{view.question}</b>
            <span>{countWords(graph.nodes.flatMap((one) => one.members).length, hidden.size)}</span>
            {form === 'map' ? <div className={styles.mapTools} ref={setTools} /> : null}
          </div>
          <div className={`${styles.middle} ${isStale ? styles.stale : ''}`}>
            {form === 'table' ? (
              <div className={styles.scroll}>
                <NodeTable
                  graph={graph}
                  structure={structure}
                  search={search}
                  onOpen={(slug) => go({ node: slug })}
                />
              </div>
            ) : (
              <MapStage
                view={view}
                graph={graph}
                structure={structure}
                control={control}
                search={search}
                isArranging={isArranging}
                slots={slots}
                onExpand={expand}
              />
            )}
          </div>
          {form === 'map' ? (
            <div className={styles.foot}>
              <Legend graph={graph} />
              <div className={styles.smallMap} ref={setSmallMap} />
            </div>
          ) : null}
        </div>
        {address.fail ? (
          <WhatIfPanel fail={address.fail} onChange={(fail) => go({ fail })} />
        ) : node ? (
          <NodePanel node={node} onClose={() => go({ node: null })} />
        ) : null}
      </div>
    </div>
  )
}

/** The view asked for; without one, the first that shows the selected node. */
function currentView(
  views: readonly InventoryView[],
  structure: Structure,
  address: MapAddressControl['address'],
): InventoryView {
  const asked = views.find((one) => one.slug === address.view)
  const wanted = address.node ? viewOf(structure, address.node, null) : null
  return asked ?? views.find((one) => one.slug === wanted) ?? views[0] ?? everythingView
}

/** The hidden nodes; the same set as long as the same are hidden, so that health alone moves nothing. */
function useHidden(structure: Structure, hide: MapAddressControl['address']['hide']): ReadonlySet<string> {
  const observed = useObserved()
  const key = structure.nodes
    .filter((node) => isHidden(hide, node, observed.nodes.get(node.slug)))
    .map((node) => node.slug)
    .join(',')
  return useMemo(() => new Set(key === '' ? [] : key.split(',')), [key])
}

function countWords(shown: number, hidden: number): string {
  const words = `${shown} ${shown === 1 ? 'node' : 'nodes'}`
  return hidden === 0 ? words : `${words}, ${hidden} of the estate hidden`
}
