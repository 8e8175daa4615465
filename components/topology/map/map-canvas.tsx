'use client'

import '@xyflow/react/dist/base.css'
import { Controls, type Node, ReactFlow, ReactFlowProvider, useNodesState, useStore } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import type { FindingWire } from '@/lib/core/api/findings'
import { useAllFindings } from '../../findings/use-findings-about'
import { routeLinks } from '../graph/route-link'
import type { ViewGraph } from '../graph/view-graph'
import { containerLabels, mapBounds } from '../layout/containers'
import type { Position, Positions } from '../layout/positions'
import { Beside, type MapSlots } from './beside'
import { fitOptions } from './fit-options'
import { LinkArrow } from './link-line'
import styles from './map-canvas.module.css'
import { MapContext } from './map-context'
import { mapEdges } from './map-edges'
import { type MapNode, mapNodes } from './map-nodes'
import { edgeTypes, nodeTypes } from './map-parts'
import { KeepInView, Reveal, SmallMap } from './map-view'
import { useCardTravel } from './use-card-travel'

interface MapCanvasProps {
  /** Another name, of another view or layout, fits the map into the window anew. */
  readonly name: string
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly structure: Structure
  readonly selected: string | null
  readonly dimmed: ReadonlySet<string>
  readonly forced: ReadonlySet<string>
  readonly cutOff: ReadonlySet<string>
  readonly isArranging: boolean
  readonly slots: MapSlots
  onOpen(id: string | null): void
  onExpand(id: string): void
  onMove(moved: ReadonlyMap<string, Position>): void
}

export function MapCanvas(props: MapCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

/** Below this zoom the words on links cannot be read and are not drawn. */
const farZoom = 0.5

const nothing: readonly FindingWire[] = []

function Canvas(props: MapCanvasProps) {
  const { name, graph, positions, structure, selected, dimmed, forced, cutOff, isArranging } = props
  const { slots, onOpen, onExpand, onMove } = props
  const [nodes, setNodes, onNodesChange] = useNodesState<MapNode>([])
  const { tabStop, onFocus, onKeyDown } = useCardTravel({
    graph,
    positions,
    selected,
    onNudge: isArranging ? (id, to) => onMove(new Map([[id, to]])) : null,
  })
  const hasMoved = useRef(false)
  const isFar = useStore((state) => state.transform[2] < farZoom)

  useEffect(() => {
    setNodes([...mapNodes(graph, positions, structure)])
  }, [graph, positions, structure, setNodes])

  const findings = useAllFindings() ?? nothing
  const labels = useMemo(() => containerLabels(graph, positions), [graph, positions])
  const curves = useMemo(
    () => routeLinks(graph.links, positions, graph.direction, labels),
    [graph, positions, labels],
  )
  const edges = useMemo(
    () => mapEdges({ graph, positions, curves, labels }, structure, { selected, dimmed }, findings),
    [graph, positions, curves, labels, structure, selected, dimmed, findings],
  )
  const bounds = useMemo(() => mapBounds(graph, positions), [graph, positions])
  const card = selected ? (positions.get(selected) ?? null) : null
  const mapState = useMemo(
    () => ({ selected, tabStop, dimmed, forced, cutOff, onOpen, onExpand, onFocus }),
    [selected, tabStop, dimmed, forced, cutOff, onOpen, onExpand, onFocus],
  )
  const canvasClass = [styles.canvas, isFar && styles.far, isArranging && styles.arranging]

  return (
    <MapContext value={mapState}>
      <div
        className={canvasClass.filter(Boolean).join(' ')}
        onKeyDown={onKeyDown}
        role="application"
        aria-label="Map. Arrow keys travel along links, Enter opens a node, Escape closes it."
      >
        <ReactFlow<MapNode, ReturnType<typeof mapEdges>[number]>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDragStop={(_, __, dragged) => onMove(cornersOf(dragged))}
          onPaneClick={() => onOpen(null)}
          onMoveStart={(event) => {
            if (event !== null) hasMoved.current = true
          }}
          nodesDraggable={isArranging}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          minZoom={0.1}
          maxZoom={2}
          nodeDragThreshold={4}
          attributionPosition="bottom-left"
        >
          <Beside slot={slots.tools}>
            <Controls orientation="horizontal" showInteractive={false} fitViewOptions={fitOptions} />
          </Beside>
          <Beside slot={slots.smallMap}>
            <SmallMap bounds={bounds} />
          </Beside>
          <KeepInView name={name} bounds={bounds} card={card} hasMoved={hasMoved} />
          <Reveal card={card} />
        </ReactFlow>
        <LinkArrow />
      </div>
    </MapContext>
  )
}

function cornersOf(nodes: readonly Node[]): ReadonlyMap<string, Position> {
  return new Map(
    nodes.map((node) => [node.id, { x: Math.round(node.position.x), y: Math.round(node.position.y) }]),
  )
}
