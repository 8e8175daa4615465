'use client'

import '@xyflow/react/dist/base.css'
import {
  Controls,
  MiniMap,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useNodesState,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import type { ViewGraph } from '../graph/view-graph'
import type { Position, Positions } from '../layout/positions'
import { LinkArrow } from './link-line'
import styles from './map-canvas.module.css'
import { MapContext } from './map-context'
import { mapEdges } from './map-edges'
import { type MapNode, mapNodes } from './map-nodes'
import { edgeTypes, MiniNode, nodeTypes } from './map-parts'
import { useCardTravel } from './use-card-travel'

interface MapCanvasProps {
  /** Names the view; another name fits the map into the window anew. */
  readonly viewSlug: string
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly structure: Structure
  readonly selected: string | null
  readonly dimmed: ReadonlySet<string>
  readonly forced: ReadonlySet<string>
  readonly isArranging: boolean
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

const fitOptions = { padding: 0.06, maxZoom: 1, minZoom: 0.2 }
/** Below this zoom the words on links cannot be read and are not drawn. */
const farZoom = 0.5

function Canvas(props: MapCanvasProps) {
  const { viewSlug, graph, positions, structure, selected, dimmed, forced, isArranging } = props
  const { onOpen, onExpand, onMove } = props
  const [nodes, setNodes, onNodesChange] = useNodesState<MapNode>([])
  const { tabStop, onFocus, onKeyDown } = useCardTravel(graph, positions, selected)
  const isFar = useStore((state) => state.transform[2] < farZoom)

  useEffect(() => {
    setNodes([...mapNodes(graph, positions, structure)])
  }, [graph, positions, structure, setNodes])

  const edges = useMemo(
    () => mapEdges(graph, positions, structure, selected),
    [graph, positions, structure, selected],
  )
  const mapState = useMemo(
    () => ({ selected, tabStop, dimmed, forced, onOpen, onExpand, onFocus }),
    [selected, tabStop, dimmed, forced, onOpen, onExpand, onFocus],
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
        >
          <Controls showInteractive={false} position="bottom-right" fitViewOptions={fitOptions} />
          <MiniMap
            position="bottom-right"
            nodeComponent={MiniNode}
            maskColor="light-dark(rgb(246 247 249 / .6), rgb(14 18 23 / .6))"
            ariaLabel="Small map"
            pannable
            style={{ width: 150, height: 96, right: 40 }}
          />
          <FitOnChange name={`${viewSlug}:${positions.size}`} isReady={nodes.length > 0} />
        </ReactFlow>
        <LinkArrow />
      </div>
    </MapContext>
  )
}

/** Another view, or other cards, are brought into the window whole; changes of health move nothing. */
function FitOnChange({ name, isReady }: { readonly name: string; readonly isReady: boolean }) {
  const { fitView } = useReactFlow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name is what asks for a new fit
  useEffect(() => {
    if (isReady) void fitView(fitOptions)
  }, [fitView, name, isReady])
  return null
}

function cornersOf(nodes: readonly Node[]): ReadonlyMap<string, Position> {
  return new Map(
    nodes.map((node) => [node.id, { x: Math.round(node.position.x), y: Math.round(node.position.y) }]),
  )
}
