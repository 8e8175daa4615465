export type FaultKind = 'kill' | 'hang'

const DOWN_WITHIN_MS = 40_000
const QUICK_DOWN_WITHIN_MS = 6_000
const HEALTHY_WITHIN_MS = 45_000
const BROWSER_BEHIND_MS = 1_000
/** Probes of these hold a connection, and are told of its end. */
const quickNodes = /^(mariadb|backup-mariadb|redis-)/

/** What was seen of one fault. */
export interface Seen {
  readonly node: string
  readonly fault: FaultKind
  /** Milliseconds from the fault until the API said down; null when it never did. */
  readonly downMs: number | null
  /** The same for the word on the page. */
  readonly shownMs: number | null
  /** Milliseconds from the end of the fault until everything was healthy again. */
  readonly healthyMs: number | null
  /** Every root cause that was named at any moment of the fault. */
  readonly causesSeen: readonly string[]
  readonly causesAtTheEnd: readonly string[]
  readonly othersDown: readonly string[]
  /** Groups to which the node belongs, whose own health may suffer with it. */
  readonly groups: readonly string[]
  readonly impacts: readonly string[]
  readonly expectedImpacts: readonly string[]
  /** Answers of the API that failed. */
  readonly missed: readonly string[]
  readonly load: number
}

export interface FaultRow extends Seen {
  /** What does not hold; none when the row does. */
  readonly faults: readonly string[]
}

export function limitMs(node: string, fault: FaultKind): number {
  return fault === 'kill' && quickNodes.test(node) ? QUICK_DOWN_WITHIN_MS : DOWN_WITHIN_MS
}

/** Holds what was seen against what is promised. */
export function judgeFault(seen: Seen): FaultRow {
  const { node, fault, downMs, shownMs, healthyMs } = seen
  const limit = limitMs(node, fault)
  const strayCauses = seen.causesSeen.filter((slug) => slug !== node)
  const strayDown = seen.othersDown.filter(
    (slug) => !seen.expectedImpacts.includes(slug) && !seen.groups.includes(slug),
  )
  const faults = [
    downMs === null ? 'never down' : downMs > limit && `down only after ${seconds(downMs)}`,
    downMs !== null &&
      (shownMs === null
        ? 'the page never said so'
        : shownMs - downMs > BROWSER_BEHIND_MS && `the page said so ${seconds(shownMs - downMs)} later`),
    healthyMs === null
      ? 'not healthy again'
      : healthyMs > HEALTHY_WITHIN_MS && `healthy only after ${seconds(healthyMs)}`,
    strayDown.length > 0 && `also down: ${strayDown.join(' ')}`,
    strayCauses.length > 0 && `also called a root cause: ${strayCauses.join(' ')}`,
    seen.causesAtTheEnd.join(' ') !== node && `root causes: ${seen.causesAtTheEnd.join(' ') || 'none'}`,
    ...impactFaults(seen),
  ].filter((words) => words !== false)
  return { ...seen, faults }
}

function impactFaults({ impacts, expectedImpacts }: Seen): readonly (string | false)[] {
  const missing = expectedImpacts.filter((slug) => !impacts.includes(slug))
  const extra = impacts.filter((slug) => !expectedImpacts.includes(slug))
  return [
    missing.length > 0 && `impact is not told of ${missing.join(' ')}`,
    extra.length > 0 && `impact is told of ${extra.join(' ')}, which do not depend on it`,
  ]
}

export function describeRow(row: FaultRow): string {
  const { node, fault, downMs, shownMs, healthyMs, impacts, othersDown, missed, load, faults } = row
  const behind = downMs === null || shownMs === null ? 'never' : seconds(Math.max(0, shownMs - downMs))
  const word = faults.length === 0 ? 'ok  ' : 'FAIL'
  const told = impacts.length === 0 ? 'nobody' : `${impacts.length} (${impacts.join(' ')})`
  const down = othersDown.length === 0 ? '' : `, down with it ${othersDown.join(' ')}`
  const misses = missed.length === 0 ? '' : ` · ${missed.length} answers missed`
  const why = faults.length === 0 ? '' : ` · ${faults.join('; ')}`
  return `${word} ${fault} ${node}: down ${seconds(downMs)}, page ${behind} later, healthy ${seconds(healthyMs)}, impacts ${told}${down}, load ${load.toFixed(1)}${misses}${why}`
}

function seconds(ms: number | null): string {
  return ms === null ? 'never' : `${(ms / 1_000).toFixed(1)} s`
}
