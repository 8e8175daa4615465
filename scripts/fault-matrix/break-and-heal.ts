import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Lab } from '@/lab/lab'
import { askSupervisor } from '@/lab/supervisor/control-client'
import { type Demo, readLabProcesses } from '@/lib/testing/demo'
import { type FaultKind, type FaultRow, judgeFault, limitMs, type Seen } from './judge-fault'
import type { OpenMap } from './open-map'
import { downNodes, rootCauses, type Sample, statusOf, type Watch, watchTopology } from './watch'

const HEALTHY_WITHIN_MS = 45_000
/** The browser is waited for somewhat longer than it may take, so that the report tells how late it was. */
const BROWSER_GRACE_MS = 10_000

export interface Matrix {
  readonly demo: Demo
  readonly lab: Lab
  readonly map: OpenMap
  /** What was healthy before the first fault and must be again after each. */
  readonly known: ReadonlySet<string>
  /** How long the fault stays after it was seen, so that what follows from it late is seen too. */
  readonly holdMs: number
  readonly impactOf: (node: string) => readonly string[]
  readonly groupsOf: (node: string) => readonly string[]
}

/** Breaks one process of the lab, watches what the console says, and heals it. Throws when it could not be tried. */
export async function breakAndHeal(matrix: Matrix, node: string, fault: FaultKind): Promise<FaultRow> {
  const watch = watchTopology(matrix.demo)
  try {
    const isQuiet = await watch.until((sample) => isQuietIn(matrix.known, sample), HEALTHY_WITHIN_MS)
    if (!isQuiet) throw new Error('the estate was not healthy before the fault')
    await matrix.map.show(node)
    return await watchFault(matrix, watch, { node, fault })
  } finally {
    watch.stop()
    await heal(matrix.lab, node)
  }
}

async function watchFault(
  matrix: Matrix,
  watch: Watch,
  { node, fault }: { node: string; fault: FaultKind },
): Promise<FaultRow> {
  const pid = readLabProcesses().find((process) => process.node === node)?.pid
  if (!pid) throw new Error('it has no process')
  const withinMs = limitMs(node, fault) + BROWSER_GRACE_MS
  const brokenAtMs = Date.now()
  process.kill(pid, fault === 'kill' ? 'SIGKILL' : 'SIGSTOP')
  const [down, shownAtMs] = await Promise.all([
    watch.until((sample) => statusOf(sample, node) === 'down', withinMs, brokenAtMs),
    matrix.map.shows('Down', withinMs),
  ])
  if (down) await pause(matrix.holdMs)
  const healedAtMs = Date.now()
  const during = watch.samples.filter((sample) => sample.atMs >= brokenAtMs && sample.atMs < healedAtMs)
  await heal(matrix.lab, node)
  const healthy = await watch.until(
    (sample) => isAllHealthy(matrix.known, sample),
    HEALTHY_WITHIN_MS + BROWSER_GRACE_MS,
  )
  const seen: Seen = {
    node,
    fault,
    downMs: down ? down.atMs - brokenAtMs : null,
    shownMs: shownAtMs === null ? null : shownAtMs - brokenAtMs,
    healthyMs: healthy ? healthy.atMs - healedAtMs : null,
    causesSeen: distinct(during.flatMap(rootCauses)),
    causesAtTheEnd: rootCauses(during.at(-1) ?? noSample),
    othersDown: distinct(during.flatMap(downNodes)).filter((slug) => slug !== node),
    groups: matrix.groupsOf(node),
    impacts: [...(nodeIn(during.at(-1), node)?.impacts ?? [])].sort(),
    expectedImpacts: matrix.impactOf(node),
    missed: watch.missed,
    load: loadavg()[0] ?? 0,
  }
  return judgeFault(seen)
}

const noSample: Sample = { atMs: 0, nodes: [] }

function nodeIn(sample: Sample | undefined, slug: string) {
  return sample?.nodes.find((one) => one.slug === slug)
}

function isAllHealthy(known: ReadonlySet<string>, sample: Sample): boolean {
  return sample.nodes.every(({ slug, health }) => !known.has(slug) || health.status === 'healthy')
}

/** A doubt left over from before would make the next fault known too soon. */
function isQuietIn(known: ReadonlySet<string>, sample: Sample): boolean {
  return isAllHealthy(known, sample) && sample.nodes.every(({ health }) => !health.suspect)
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}

/** Healing what is whole does nothing, so it may be asked for again after a failure. Without a node, all is healed. */
export async function heal(lab: Lab, node?: string): Promise<void> {
  await askSupervisor(
    lab.folder,
    { command: 'heal', ...(node === undefined ? {} : { only: node }) },
    () => undefined,
  )
}
