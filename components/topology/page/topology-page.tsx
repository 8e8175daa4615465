'use client'

import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { useStructure } from '@/lib/client/live/live-context'
import { counted } from '@/lib/client/time/duration-words'
import { Skeleton, StateMessage } from '../../ui/state-message'
import { viewGraph } from '../graph/view-graph'
import { MapCanvas } from '../map/map-canvas'
import { Legend } from './legend'
import { NodePanel } from './node-panel'
import styles from './topology-page.module.css'
import { useLayout } from './use-layout'

const nothing: ReadonlySet<string> = new Set()
const ignore = () => undefined

/** The map in one of its views. View and selection are in the address, so that both can be sent to somebody. */
export function TopologyPage() {
  const structure = useStructure()
  const router = useRouter()
  const query = useSearchParams()
  const selected = query.get('node')
  const view = structure?.views.find((one) => one.slug === query.get('view')) ?? structure?.views[0]
  const graph = useMemo(() => (structure && view ? viewGraph(structure, view) : null), [structure, view])
  const positions = useLayout(graph)
  const viewSlug = view?.slug ?? ''
  const open = useCallback(
    (id: string | null) =>
      router.push(`/topology?view=${viewSlug}${id ? `&node=${id}` : ''}`, { scroll: false }),
    [router, viewSlug],
  )

  if (structure === null) return <Skeleton label="Loading the map" />
  if (view === undefined || graph === null) {
    return (
      <StateMessage title="No view is declared">
        <p>Apply an inventory with views: npm run inventory -- apply inventory/askproai.yaml</p>
      </StateMessage>
    )
  }
  const node = structure.nodes.find((one) => one.slug === selected)
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Topology: {view.name}</h1>
      <nav className={styles.bar} aria-label="Views">
        {structure.views.map((one) => (
          <Link
            key={one.slug}
            href={`/topology?view=${one.slug}${selected ? `&node=${selected}` : ''}`}
            className={styles.tab}
            {...(one.slug === view.slug ? { 'aria-current': 'page' as const } : {})}
          >
            {one.name}
          </Link>
        ))}
        <span className={styles.question}>
          {view.question} <em>{counted(graph.nodes.length, 'node')}</em>
        </span>
      </nav>
      <div className={styles.stage}>
        <div className={styles.canvas}>
          {positions === null ? (
            <Skeleton label="Laying the map out" />
          ) : (
            <MapCanvas
              viewSlug={view.slug}
              graph={graph}
              positions={positions}
              structure={structure}
              selected={selected}
              dimmed={nothing}
              forced={nothing}
              isArranging={false}
              onOpen={open}
              onExpand={ignore}
              onMove={ignore}
            />
          )}
          <Legend />
        </div>
        {node ? <NodePanel node={node} structure={structure} onClose={() => open(null)} /> : null}
      </div>
    </div>
  )
}
