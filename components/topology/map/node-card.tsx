'use client'

import { memo } from 'react'
import type { EstateNode, NodeState } from '@/lib/client/live/estate'
import { useNodeState, useServerNow } from '@/lib/client/live/live-context'
import { FindingsBadge } from '../../findings/findings-badge'
import { countWords } from '../../findings/findings-words'
import { useFindingCount } from '../../findings/use-findings-about'
import { HealthMark } from '../../health/health-mark'
import { NodeIcon } from '../node-icon'
import { useNodeNames } from '../node-link'
import { type NodeLook, nodeLine, nodeLook, outageClock, signText, spokenNode } from '../node-words'
import styles from './node-card.module.css'

interface NodeCardProps {
  readonly node: EstateNode
  readonly isSelected: boolean
  readonly isDimmed: boolean
  /** What a what-if makes of it: assumed to fail, or cut off by those that are. */
  readonly assumption: 'down' | 'cut-off' | null
  /** The one card of the map that Tab reaches. */
  readonly isTabStop: boolean
  onOpen(id: string): void
  onFocus(id: string): void
}

/** One node on the map. It reads its own health, so a change of another node does not draw it again. */
export const NodeCard = memo(function NodeCard(props: NodeCardProps) {
  const { node, isSelected, isDimmed, assumption, isTabStop, onOpen, onFocus } = props
  const state = useNodeState(node.slug)
  const nameOf = useNodeNames()
  const look = nodeLook(node, state)
  const line = nodeLine(node, state)
  const sign = assumption ? assumptionWords[assumption] : signText(state, nameOf)
  const findings = useFindingCount([`node:${node.slug}`])
  return (
    <div className={findings ? styles.withFindings : undefined}>
      <button
        type="button"
        className={`${cardClass(look, state)} ${isDimmed ? styles.dimmed : ''} ${assumption ? assumptionClass[assumption] : ''}`}
        data-card={node.slug}
        tabIndex={isTabStop ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={[
          spokenNode(node, state, nameOf),
          assumption && assumptionWords[assumption],
          findings && countWords(findings),
        ]
          .filter(Boolean)
          .join(', ')}
        onClick={() => onOpen(node.slug)}
        onFocus={() => onFocus(node.slug)}
      >
        <span className={styles.top}>
          <NodeIcon kind={node.kind} />
          <span className={styles.name} title={node.name}>
            {node.name}
          </span>
          <HealthMark status={look.shown}>{look.word}</HealthMark>
        </span>
        {look.isOutage && state ? (
          <OutageLine state={state} />
        ) : (
          <span className={styles.line} title={line}>
            {line}
          </span>
        )}
        {sign ? (
          <span className={styles.sign} title={sign}>
            {sign}
          </span>
        ) : null}
      </button>
      {findings ? (
        <span className={`${styles.findings} ${isDimmed ? styles.dimmedFindings : ''}`}>
          <FindingsBadge findings={findings} subject={node.slug} tabIndex={-1} />
        </span>
      ) : null}
    </div>
  )
})

const assumptionClass = { down: styles.assumedDown, 'cut-off': styles.cutOff } as const
const assumptionWords = { down: 'What if: assumed to fail', 'cut-off': 'What if: cut off' } as const

/** Apart from the card, so that the seconds of an outage draw these few letters alone. */
function OutageLine({ state }: { readonly state: NodeState }) {
  const nowMs = useServerNow()
  const clock = nowMs === null ? null : outageClock(state, nowMs)
  return (
    <span className={styles.line} title={state.health.reason}>
      {clock === null ? null : <b className={styles.clock}>{clock}</b>} {state.health.reason}
    </span>
  )
}

function cardClass(look: NodeLook, state: NodeState | undefined): string {
  const isImpacted = (state?.impactedBy.length ?? 0) > 0 && !look.isOutage
  const tone = look.isUnobserved && look.shown === 'unknown' ? 'quiet' : look.shown
  return [styles.card, styles[tone], isImpacted && styles.impacted].filter(Boolean).join(' ')
}
