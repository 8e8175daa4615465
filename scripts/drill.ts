/**
 * `npm run drill -- <runbook> [--fault NAME]`: breaks the lab of the running demo while customers write through the
 * application, runs the runbook to its end by the API as its people would, and ends with one line of JSON.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readDemo } from '@/lib/testing/demo'
import { findOrders } from './drill/cluster'
import { ConsoleClient } from './drill/console-client'
import { type Drill, type DrillFault, type DrillWorld, openDrillLab } from './drill/drill'
import { drillResult } from './drill/drill-result'
import { PrimarySampler } from './drill/primary-sampler'
import { drills } from './drill/registry'
import { runToEnd } from './drill/run-to-end'
import { WritingClient } from './drill/writing-client'
import { type WatchedNode, watchTopology } from './fault-matrix/watch'

const RUN_WITHIN_MS = 600_000
const DETECT_WITHIN_MS = 60_000
const HEALTHY_WITHIN_MS = 60_000
/** Customers write for a while before anything breaks, and go on after it was mended. */
const CALM_MS = 1_500

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fault: { type: 'string' }, 'no-replica': { type: 'boolean' } },
})
const drill = drills.find(({ runbook }) => runbook === positionals[0])
const asked = values['no-replica'] ? 'no-replica' : values.fault
const faultName = asked ?? Object.keys(drill?.faults ?? {})[0] ?? ''
const fault = drill?.faults[faultName]
if (!drill || !fault) {
  const known = drills.map(({ runbook, faults }) => `  ${runbook}: ${Object.keys(faults).join(', ')}`)
  console.error(`usage: npm run drill -- <runbook> [--fault NAME]\n\n${known.join('\n')}`)
  process.exit(2)
}

const demo = readDemo()
const client = new ConsoleClient(demo)
const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`)
const lab = openDrillLab(log)
const world: DrillWorld = {
  ...lab,
  untilHealthy,
  async untilDown(node) {
    await untilDetected(node)
  },
  async run(runbook, parameters = {}) {
    const id = await client.start(runbook, parameters)
    const run = await runToEnd(client, id, { choices: {}, deadlineMs: RUN_WITHIN_MS, log })
    if (run.endedAt === null) await client.abort(id, 'The drill cannot go on')
    if (run.status !== 'succeeded') throw new Error(`${runbook} ended ${run.status}: ${run.stoppedBecause}`)
  },
}
const result = await practise(drill, fault)
console.log(JSON.stringify(result))
process.exit(result.verified && result.maxWritablePrimaries <= 1 ? 0 : 1)

async function practise(wanted: Drill, broken: DrillFault) {
  await wanted.prepare?.(world)
  await broken.prepare?.(world)
  if (wanted.detectedOn) await untilHealthy(wanted.detectedOn)
  const sampler = new PrimarySampler()
  const customers = new WritingClient()
  await broken.weaken?.()
  await pause(CALM_MS)
  const watch = await wanted.watch?.()
  const faultAtMs = Date.now()
  await broken.inject(world)
  const brokenAtMs = Date.now()
  const detectedAtMs = wanted.detectedOn ? await untilDetected(wanted.detectedOn) : null
  const id = await client.start(wanted.runbook, broken.parameters ?? {})
  const pressedAtMs = new Map<string, number>()
  const run = await runToEnd(client, id, {
    ...{ choices: wanted.choices ?? {}, deadlineMs: RUN_WITHIN_MS, log },
    onPress: (key, atMs) => void pressedAtMs.set(key, atMs),
  })
  if (run.endedAt === null) await client.abort(id, 'The drill cannot go on')
  const seen = await watch?.end({ run, faultAtMs, pressedAtMs }, world)
  await pause(CALM_MS)
  await customers.stop()
  await sampler.stop()
  await wanted.tidy?.(world)
  const { acknowledged } = customers
  const references = acknowledged.map(({ reference }) => reference)
  const found = await findOrders(references).catch((error: unknown) => {
    log(error instanceof Error ? error.message : String(error))
    return null
  })
  log(
    `${acknowledged.length} writes confirmed, ${customers.failures} not; ${sampler.samples} samples of who takes writes`,
  )
  const result = drillResult({
    runbook: wanted.runbook,
    fault: faultName,
    faultAtMs,
    brokenAtMs,
    detectedAtMs,
    run,
    pressedAtMs,
    serviceBackAt: wanted.serviceBackAt,
    acknowledged,
    found,
    maxWritablePrimaries: sampler.maximum,
  })
  const isLossAllowed = wanted.mayLoseWrites !== false || result.lostWrites === 0
  const verified = result.verified && isLossAllowed && (seen?.holds ?? true)
  return { ...result, ...seen?.facts, verified }
}

async function untilHealthy(node: string): Promise<void> {
  const seen = await untilNode(node, HEALTHY_WITHIN_MS, ({ health }) => health.status === 'healthy')
  if (seen === undefined) throw new Error(`${node} is not healthy, so nothing can be broken`)
}

async function untilDetected(node: string): Promise<number> {
  const seen = await untilNode(node, DETECT_WITHIN_MS, ({ health }) => health.status === 'down')
  if (seen === undefined) throw new Error(`nobody noticed that ${node} is down`)
  return seen
}

/** When the map first showed a node so; undefined when it did not in time. */
async function untilNode(slug: string, withinMs: number, holds: (node: WatchedNode) => boolean) {
  const watch = watchTopology(demo)
  try {
    const sample = await watch.until(
      ({ nodes }) => nodes.some((node) => node.slug === slug && holds(node)),
      withinMs,
    )
    return sample?.atMs
  } finally {
    watch.stop()
  }
}
