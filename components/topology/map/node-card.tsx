'use client'

import { memo } from 'react'
import type { EstateNode, NodeState } from '@/lib/client/live/estate'
import { useNodeState, useServerNow } from '@/lib/client/live/live-context'
import { HealthMark } from '../../health/health-mark'
import { NodeIcon } from '../node-icon'
import { type NodeLook, nodeLine, nodeLook, outageClock, signText, spokenNode } from '../node-words'
import styles from './node-card.module.css'

interface NodeCardProps {
  readonly node: EstateNode
  readonly isSelected: boolean
  readonly isDimmed: boolean
  /** A what-if assumes that it fails. */
  readonly isForced: boolean
  /** The one card of the map that Tab reaches. */
  readonly isTabStop: boolean
  onOpen(id: string): void
  onFocus(id: string): void
}

/** One node on the map. It reads its own health, so a change of another node does not draw it again. */
export const NodeCard = memo(function NodeCard(props: NodeCardProps) {
  const { node, isSelected, isDimmed, isForced, isTabStop, onOpen, onFocus } = props
  const state = useNodeState(node.slug)
  const look = nodeLook(node, state)
  const line = nodeLine(node, state)
  const sign = signText(state)
  return (
    <button
      type="button"
      className={`${cardClass(look, state)} ${isDimmed ? styles.dimmed : ''} ${isForced ? styles.forced : ''}`}
      data-card={node.slug}
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={spokenNode(node, state)}
      onClick={() => onOpen(node.slug)}
      onFocus={() => onFocus(node.slug)}
    >
      <span className={styles.top}>
        <NodeIcon kind={node.kind} />
        <span className={styles.name} title={node.name}>
          {node.name}
        </span>
        <HealthMark status={look.shown}>
          {look.isOutage && state ? <OutageWord look={look} state={state} /> : look.word}
        </HealthMark>
      </span>
      <span className={styles.line} title={line}>
        {line}
      </span>
      {sign ? (
        <span className={styles.sign} title={sign}>
          {sign}
        </span>
      ) : null}
    </button>
  )
})

/** Apart from the card, so that the seconds of an outage draw these few letters alone. */
function OutageWord({ look, state }: { readonly look: NodeLook; readonly state: NodeState }) {
  const nowMs = useServerNow()
  const clock = nowMs === null ? null : outageClock(state, nowMs)
  return clock === null ? look.word : `${look.word} ${clock}`
}

function cardClass(look: NodeLook, state: NodeState | undefined): string {
  const isImpacted = (state?.impactedBy.length ?? 0) > 0 && look.shown === 'healthy'
  const tone = look.isUnobserved && look.shown === 'unknown' ? 'quiet' : look.shown
  return [styles.card, styles[tone], isImpacted && styles.impacted].filter(Boolean).join(' ')
}
