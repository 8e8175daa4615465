/**
 * `npm run fault-matrix [-- node …] [--only kill|hang]`: breaks each lab process in turn on the running demo, and tells how
 * long the map took to say so, what else it said, and how long it took to be healthy again.
 */
import { spawnSync } from 'node:child_process'
import { type Demo, readDemo, readLabProcesses } from '@/lib/testing/demo'
import { downNodes, readTopology, rootCauses, waitFor } from './fault-matrix/watch'

const DOWN_WITHIN_MS = 40_000
const QUICK_DOWN_WITHIN_MS = 6_000
const HEALTHY_WITHIN_MS = 45_000
const quickKinds = /^(mariadb|backup-mariadb|redis-)/

interface Row {
  readonly node: string
  readonly fault: string
  readonly downMs: number | null
  readonly othersDown: readonly string[]
  readonly rootCauses: readonly string[]
  readonly impacts: readonly string[]
  readonly healthyMs: number | null
  readonly holds: boolean
}

const words = process.argv.slice(2)
const onlyFault = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined
const chosen = words.filter((word) => !word.startsWith('--') && word !== onlyFault)
const demo = readDemo()
const healthyBefore = (await readTopology(demo)).filter((node) => node.health.status === 'healthy')
const known = new Set(healthyBefore.map((node) => node.slug))
const nodes = readLabProcesses().map((process) => process.node)
const rows: Row[] = []
for (const node of nodes.filter((name) => chosen.length === 0 || chosen.includes(name))) {
  for (const fault of ['kill', 'hang'].filter((name) => !onlyFault || name === onlyFault)) {
    const row = await breakAndHeal(demo, node, fault)
    rows.push(row)
    console.log(describe(row))
  }
}
const failed = rows.filter((row) => !row.holds)
console.log(
  JSON.stringify({
    faults: rows.length,
    held: rows.length - failed.length,
    failed: failed.map((row) => `${row.fault} ${row.node}`),
  }),
)
process.exit(failed.length === 0 && rows.length > 0 ? 0 : 1)

async function breakAndHeal(running: Demo, node: string, fault: string): Promise<Row> {
  const pid = readLabProcesses().find((process) => process.node === node)?.pid
  if (!pid) throw new Error(`${node} has no process`)
  process.kill(pid, fault === 'kill' ? 'SIGKILL' : 'SIGSTOP')
  const isDown = await waitFor(running, DOWN_WITHIN_MS, (all) => downNodes(all).includes(node))
  const seen = isDown?.nodes ?? (await readTopology(running))
  heal(node)
  const isHealthy = await waitFor(running, HEALTHY_WITHIN_MS, (all) =>
    all.every((one) => !known.has(one.slug) || one.health.status === 'healthy'),
  )
  const limit = fault === 'kill' && quickKinds.test(node) ? QUICK_DOWN_WITHIN_MS : DOWN_WITHIN_MS
  const othersDown = downNodes(seen).filter((slug) => slug !== node)
  const causes = rootCauses(seen)
  const isQuick = isDown !== undefined && isDown.ms <= limit
  const isAlone = othersDown.length === 0 && causes.length === 1 && causes[0] === node
  return {
    node,
    fault,
    downMs: isDown?.ms ?? null,
    othersDown,
    rootCauses: causes,
    impacts: seen.find((one) => one.slug === node)?.impacts ?? [],
    healthyMs: isHealthy?.ms ?? null,
    holds: isQuick && isAlone && isHealthy !== undefined,
  }
}

function heal(node: string): void {
  const result = spawnSync(process.execPath, ['--import', 'tsx', 'lab/main.ts', 'heal', node], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (result.status !== 0) console.error(`heal ${node}: ${result.stdout}${result.stderr}`)
}

function describe(row: Row): string {
  const seconds = (ms: number | null) => (ms === null ? 'never' : `${(ms / 1000).toFixed(1)} s`)
  const others = row.othersDown.length > 0 ? ` · also down: ${row.othersDown.join(' ')}` : ''
  const causes =
    row.rootCauses.join(' ') === row.node ? '' : ` · root causes: ${row.rootCauses.join(' ') || 'none'}`
  const word = row.holds ? 'ok  ' : 'FAIL'
  return `${word} ${row.fault} ${row.node}: down ${seconds(row.downMs)}, healthy ${seconds(row.healthyMs)} · impacts: ${row.impacts.join(' ') || 'nobody'}${others}${causes}`
}
