import type { EstateNode, NodeState } from '@/lib/client/live/estate'
import { clockWords } from '@/lib/client/time/duration-words'
import { healthWords } from '@/lib/core/health/health-word'
import type { ShownHealth } from '../health/health-shape'
import { figureWords } from './figure-words'
import { kindWords } from './node-kind'

/** How a node is drawn, once what it is and how it is are put together. */
export interface NodeLook {
  readonly shown: ShownHealth
  /** The word beside the shape. */
  readonly word: string
  /** Nobody looks at it, by declaration: not a lack of news. */
  readonly isUnobserved: boolean
  readonly isOutage: boolean
}

export function nodeLook(node: EstateNode, state: NodeState | undefined): NodeLook {
  if (node.lifecycle === 'planned') return quiet('planned', 'Planned')
  if (state === undefined) return { shown: 'unknown', word: 'Unknown', isUnobserved: false, isOutage: false }
  const { status, isStale } = state.health
  if (status === 'unknown') {
    if (isNeverObserved(state)) return quiet('unknown', 'Not observed')
    const word = isStale ? 'Stale' : 'Unknown'
    return { shown: 'unknown', word, isUnobserved: false, isOutage: false }
  }
  const isOutage = status === 'down' || status === 'degraded'
  return { shown: status, word: healthWords[status], isUnobserved: false, isOutage }
}

function quiet(shown: ShownHealth, word: string): NodeLook {
  return { shown, word, isUnobserved: true, isOutage: false }
}

/** Without any observation that could expire: an actor, a service without a key, a host not to be had. */
export function isNeverObserved({ health }: NodeState): boolean {
  return health.status === 'unknown' && health.observedAtMs === null && health.validUntilMs === null
}

/** Its most telling figure, which must not be cut off, and what the node is: `3 busy · Laravel, web and API`. */
export function nodeLine(node: EstateNode, state: NodeState | undefined): string {
  const what = node.role ?? kindWords[node.kind]
  const figure = state?.keyFigure
  return figure ? `${figureWords(figure)} · ${what}` : what
}

/** How long the outage lasts: `00:42`. Null where its start is not known. */
export function outageClock(state: NodeState, nowMs: number): string | null {
  return state.health.sinceMs === null ? null : clockWords(nowMs - state.health.sinceMs)
}

/** What else there is to know at a glance, the most pressing first. */
export function signText(state: NodeState | undefined, nameOf: (slug: string) => string): string | null {
  if (state === undefined) return null
  if (state.health.status === 'maintenance') return `Probing says: ${state.measured}`
  if (state.isRootCause) return state.impacts.length > 0 ? 'Root cause of what is impacted' : 'Root cause'
  if (state.impactedBy.length > 0) return `Impacted by ${state.impactedBy.map(nameOf).join(', ')}`
  if (state.health.isFlapping) return 'Flapping: changes too often'
  if (state.health.isSuspect) return 'Suspect: a failure is being checked'
  return null
}

/** The whole card in one sentence, for a screen reader. Without durations, which would grow old unread. */
export function spokenNode(
  node: EstateNode,
  state: NodeState | undefined,
  nameOf: (slug: string) => string,
): string {
  const look = nodeLook(node, state)
  const isWorthAReason = look.isOutage || look.shown === 'unknown'
  const parts = [
    node.name,
    nodeLine(node, state),
    look.word,
    isWorthAReason ? state?.health.reason : undefined,
    signText(state, nameOf),
  ]
  return parts.filter(Boolean).join(', ')
}
