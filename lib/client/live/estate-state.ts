import { expireView } from '@/lib/core/health/stale'
import type { HealthView } from '@/lib/core/topology/topology'
import type { LinkState, NodeState, Observed, Patch } from './estate'

/** Which things look different from before. */
export interface Changes {
  readonly nodes: readonly string[]
  readonly links: readonly string[]
  readonly causes: boolean
}

export interface EstateStep {
  readonly observed: Observed
  readonly changes: Changes
}

/** The observed half after a patch. A patch that is older than what is shown changes nothing. */
export function applyPatch(before: Observed, patch: Patch): EstateStep {
  if (patch.generatedAtMs < before.generatedAtMs) return { observed: before, changes: noChanges }
  const causes = patch.causes ?? before.causes
  return {
    observed: {
      generatedAtMs: patch.generatedAtMs,
      nodes: merged(before.nodes, patch.nodes),
      links: merged(before.links, patch.links),
      causes,
    },
    changes: {
      nodes: [...patch.nodes.keys()],
      links: [...patch.links.keys()],
      causes: causes !== before.causes,
    },
  }
}

/** What the server's last tick vouches for. */
export interface Heard {
  /** Until when, by the server's clock. */
  readonly untilMs: number
  /** `node:SLUG` and `link:ID`: what the server follows. It follows nothing when it could not read since it began. */
  readonly keys: ReadonlySet<string>
}

/**
 * What may still be believed at `nowMs`, by the server's clock; the rest becomes unknown. What the server follows
 * does not expire while it is heard: it knows of newer observations and would have said so.
 */
export function expireObserved(before: Observed, nowMs: number, heard: Heard): EstateStep {
  const isVouchedFor = (key: string) => nowMs <= heard.untilMs && heard.keys.has(key)
  const nodes = expired(before.nodes, nowMs, (slug) => isVouchedFor(`node:${slug}`))
  const links = expired(before.links, nowMs, (id) => isVouchedFor(`link:${id}`))
  if (nodes.size === 0 && links.size === 0) return { observed: before, changes: noChanges }
  return {
    observed: {
      ...before,
      nodes: merged<NodeState>(before.nodes, nodes),
      links: merged<LinkState>(before.links, links),
    },
    changes: { nodes: [...nodes.keys()], links: [...links.keys()], causes: false },
  }
}

/**
 * The server has heard of newer observations that look no different, so none is told. Keys are `node:SLUG` and
 * `link:ID`. What is stale stays so until a patch says otherwise.
 */
export function confirmObserved(before: Observed, validUntilMs: ReadonlyMap<string, number>): Observed {
  return {
    ...before,
    nodes: confirmed(before.nodes, (slug) => validUntilMs.get(`node:${slug}`)),
    links: confirmed(before.links, (id) => validUntilMs.get(`link:${id}`)),
  }
}

function confirmed<State extends { readonly health: HealthView }>(
  states: ReadonlyMap<string, State>,
  validUntilOf: (key: string) => number | undefined,
): ReadonlyMap<string, State> {
  return new Map(
    [...states].map(([key, state]) => {
      const { health } = state
      const validUntilMs = validUntilOf(key)
      const isNews = validUntilMs !== undefined && validUntilMs > (health.validUntilMs ?? 0)
      if (health.isStale || !isNews) return [key, state]
      return [key, { ...state, health: { ...health, validUntilMs } }]
    }),
  )
}

const noChanges: Changes = { nodes: [], links: [], causes: false }

function expired<State extends { readonly health: HealthView }>(
  states: ReadonlyMap<string, State>,
  nowMs: number,
  isVouchedFor: (key: string) => boolean,
): ReadonlyMap<string, State> {
  const changed = new Map<string, State>()
  for (const [key, state] of states) {
    if (isVouchedFor(key)) continue
    const health = expireView(state.health, nowMs)
    if (health !== state.health) changed.set(key, { ...state, health })
  }
  return changed
}

function merged<State>(
  before: ReadonlyMap<string, State>,
  changed: ReadonlyMap<string, State>,
): ReadonlyMap<string, State> {
  return changed.size === 0 ? before : new Map([...before, ...changed])
}
