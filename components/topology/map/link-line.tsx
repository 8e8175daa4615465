'use client'

import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { EstateLink, LinkState } from '@/lib/client/live/estate'
import { useLinkState, useWorstLinkStatus } from '@/lib/client/live/live-context'
import type { FindingCount } from '@/lib/core/findings/findings-about'
import type { HealthStatus } from '@/lib/core/health/health-state'
import { FindingsBadge } from '../../findings/findings-badge'
import { type LinkCurve, svgPath } from '../graph/link-path'
import type { GraphLink } from '../graph/view-graph'
import type { Position } from '../layout/positions'
import { chipText } from '../link-words'
import styles from './link-line.module.css'

export interface LinkFindings extends FindingCount {
  /** The one link that they are about; null where several links are drawn as one. */
  readonly subject: string | null
}

export type LinkEdge = Edge<
  {
    readonly graphLink: GraphLink
    readonly link: EstateLink
    readonly curve: LinkCurve
    /** Where its words go; null where there is no room for them. */
    readonly chipAt: Position | null
    /** Without room for the words there may be some for what is found about it. */
    readonly hasWords: boolean
    readonly findings: LinkFindings | null
    /** Beside the selected card, away from it, or neither. */
    readonly emphasis: 'near' | 'faint' | 'plain'
  },
  'link'
>

/** A link. Its kind is told by the strokes, its own health by colour and by a sign on its chip. */
export const LinkLine = memo(function LinkLine({ id, data }: EdgeProps<LinkEdge>) {
  if (data === undefined) return null
  return <DrawnLink id={id} {...data} />
})

type DrawnLinkProps = NonNullable<LinkEdge['data']> & { readonly id: string }

function DrawnLink(props: DrawnLinkProps) {
  const { id, graphLink, link, curve, chipAt, hasWords, findings, emphasis } = props
  const state = useLinkState(link.id)
  const status = useWorstLinkStatus(graphLink.linkIds)
  const tone = status === 'down' || status === 'degraded' ? styles[status] : ''
  const words = hasWords ? wordsOn(graphLink, link, state) : ''
  const lineClass = [
    styles.line,
    styles[graphLink.kind],
    graphLink.isContext && styles.context,
    tone,
    emphasis !== 'plain' && styles[emphasis],
  ]
  return (
    <>
      <path
        id={id}
        className={lineClass.filter(Boolean).join(' ')}
        d={svgPath(curve)}
        markerEnd="url(#link-arrow)"
      />
      {chipAt && (words || findings) ? (
        <EdgeLabelRenderer>
          <span
            className={`${words ? styles.chip : styles.badge} ${tone} ${emphasis === 'faint' ? styles.faint : ''}`}
            style={{ transform: `translate(-50%, -50%) translate(${chipAt.x}px, ${chipAt.y}px)` }}
          >
            {words ? `${statusSign(status)}${words}` : null}
            {findings ? (
              <FindingsBadge
                findings={findings}
                {...(findings.subject === null ? {} : { subject: findings.subject })}
                tabIndex={-1}
              />
            ) : null}
          </span>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
}

function wordsOn(graphLink: GraphLink, link: EstateLink, state: LinkState | undefined): string {
  return graphLink.linkIds.length > 1 ? `${graphLink.linkIds.length} links` : chipText(link, state)
}

function statusSign(status: HealthStatus | undefined): string {
  if (status === 'down') return '✕ '
  return status === 'degraded' ? '▲ ' : ''
}

/** Once in the page; the arrow takes the colour of its line. */
export function LinkArrow() {
  return (
    <svg width="0" height="0" aria-hidden="true">
      <title>Arrow</title>
      <defs>
        <marker
          id="link-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="5"
          markerHeight="5"
          orient="auto-start-reverse"
        >
          <path d="M0 0.5 8 4 0 7.5z" fill="context-stroke" />
        </marker>
      </defs>
    </svg>
  )
}
