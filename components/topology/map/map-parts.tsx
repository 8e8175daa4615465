'use client'

import type { MiniMapNodeProps, NodeProps } from '@xyflow/react'
import { Handle, Position } from '@xyflow/react'
import { useNodeState, useStructure } from '@/lib/client/live/live-context'
import { nodeLook } from '../node-words'
import { ClusterCard } from './cluster-card'
import { ContainerFrame, ContainerLabel } from './container-frame'
import { LinkLine } from './link-line'
import { useMapState } from './map-context'
import type { CardNode, FrameNode, LabelNode } from './map-nodes'
import styles from './map-parts.module.css'
import { NodeCard } from './node-card'

function Card({ id, data }: NodeProps<CardNode>) {
  const { selected, tabStop, dimmed, forced, cutOff, onOpen, onExpand, onFocus } = useMapState()
  const isTabStop = tabStop === id
  return (
    <>
      <Ends />
      {data.node ? (
        <NodeCard
          node={data.node}
          isSelected={selected === id}
          isDimmed={dimmed.has(id)}
          assumption={forced.has(id) ? 'down' : cutOff.has(id) ? 'cut-off' : null}
          isTabStop={isTabStop}
          onOpen={onOpen}
          onFocus={onFocus}
        />
      ) : (
        <ClusterCard cluster={data.graphNode} isTabStop={isTabStop} onExpand={onExpand} onFocus={onFocus} />
      )}
    </>
  )
}

/** React Flow draws no edge without them; the curves find their own ends. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Top} className={styles.end} isConnectable={false} />
      <Handle type="source" position={Position.Bottom} className={styles.end} isConnectable={false} />
    </>
  )
}

function Frame(_: NodeProps<FrameNode>) {
  return <ContainerFrame />
}

function Label({ data }: NodeProps<LabelNode>) {
  return <ContainerLabel {...data} />
}

/** A node in the small map: a quiet block, loud only where something is wrong. */
export function MiniNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const state = useNodeState(id)
  const node = useStructure()?.nodes.find((candidate) => candidate.slug === id)
  if (id.startsWith('frame:')) {
    return <rect x={x} y={y} width={width} height={height} rx={12} className={styles.miniFrame} />
  }
  if (id.startsWith('label:')) return null
  const shown = node ? nodeLook(node, state).shown : 'unknown'
  return <rect x={x} y={y} width={width} height={height} rx={8} className={styles[shown]} />
}

export const nodeTypes = { card: Card, frame: Frame, label: Label }
export const edgeTypes = { link: LinkLine }
