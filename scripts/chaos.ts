/**
 * `npm run chaos -- promote [--moments N] [--seed N] [--only WORDS] [--minutes N] [--resume]`: the failover of the
 * running demo, disturbed in every way that is known, while customers write. Begins no more scenarios after the
 * minutes; with `--resume` it goes on where the last one ended. Ends with one line of JSON.
 */
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { RunWire } from '@/lib/core/api/runs'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { sshConnector } from '@/lib/server/connectors/ssh.connector'
import { testActionContext } from '@/lib/testing/action-context'
import { readDemo, readLabProcesses } from '@/lib/testing/demo'
import { asRoot } from '@/lib/testing/mariadb-lab'
import { judge, notPlayed, type Row, summary } from './chaos/judge'
import { holderOf, type Killed } from './chaos/killed'
import { killAtOnce, killPostgres, workerPids } from './chaos/processes'
import { promoteScenarios } from './chaos/promote'
import { type ChaosRecord, isPlayed, readRecord, writeRecord } from './chaos/record'
import type { ChaosWorld, Scenario } from './chaos/scenario'
import { seededRandom } from './chaos/seeded-random'
import { areAllFollowing, findOrders, whoLeads } from './drill/cluster'
import { ConsoleClient } from './drill/console-client'
import { openDrillLab } from './drill/drill'
import { PrimarySampler } from './drill/primary-sampler'
import { runToEnd } from './drill/run-to-end'
import { WritingClient } from './drill/writing-client'

const RUN_WITHIN_MS = 240_000
const READY_WITHIN_MS = 60_000
const WORKERS = 2
const CALM_MS = 1_000
/** Leads at the beginning of each scenario, and is what people start the run from. */
const PRIMARY = 'mariadb-primary'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    moments: { type: 'string', default: '3' },
    seed: { type: 'string' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '600' },
    resume: { type: 'boolean', default: false },
  },
})
if (positionals[0] !== 'promote') {
  console.error(
    'usage: npm run chaos -- promote [--moments N] [--seed N] [--only WORDS] [--minutes N] [--resume]',
  )
  process.exit(2)
}

const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`)
const lab = openDrillLab(log)
const client = new ConsoleClient(readDemo())
/** Of the scenario that is played. */
let killed: Killed | null = null
const world: ChaosWorld = {
  breakLab: (name, node) => lab.breakLab(name, node),
  sql: (node, ...statements) =>
    asRoot(node, async (server) => {
      for (const statement of statements) await server.run(statement, 12_000)
    }),
  async ask(node, command) {
    const context = testActionContext()
    const hosts = await context.connector('ssh', sshConnector.settings)
    const answer = await runHostCommand(hosts, { node, command, timeoutMs: 20_000 }, context)
    const said = `${node} ${command}: ${answer.output || answer.complaint}`
    if (answer.code !== 0) throw new Error(said)
    log(said)
  },
  signal(node, signal) {
    const pid = readLabProcesses().find((each) => each.node === node)?.pid
    if (pid === undefined) throw new Error(`${node} has no process that could be sent ${signal}`)
    process.kill(pid, signal)
  },
  kill(whom, run) {
    const alive = workerPids()
    const holder = holderOf(run)
    const one = whom === 'any' ? alive.slice(0, 1) : alive.filter((pid) => pid === holder)
    const pids = whom === 'all' ? alive : one
    if (pids.length === 0) return false
    killed = { victims: whom, pids, atMs: Date.now() }
    killAtOnce(pids)
    return true
  },
  killPostgres,
}
const record = beginRecord()
writeRecord(record)
const all = promoteScenarios(record.moments, seededRandom(record.seed))
const wanted = all.filter(({ name }) => values.only === undefined || name.includes(values.only))
log(`seed ${record.seed}: ${wanted.length} scenarios`)
const beginUntilMs = performance.now() + Number(values.minutes) * 60_000
for (const scenario of wanted) {
  if (isPlayed(record, scenario.name)) continue
  if (performance.now() > beginUntilMs) break
  const row = await disturb(scenario).catch((error: unknown) => notPlayed(scenario, error))
  record.rows = [...record.rows.filter((each) => each.scenario !== row.scenario), row]
  writeRecord(record)
  log(`${row.holds ? 'ok  ' : 'FAIL'} ${JSON.stringify(row)}`)
}
await lab.healLab()
const names = new Set(wanted.map(({ name }) => name))
const result = summary(
  record.rows.filter(({ scenario }) => names.has(scenario)),
  wanted.length,
)
console.log(JSON.stringify(result))
process.exit(result.failed.length === 0 && result.runs > 0 ? 0 : 1)

function beginRecord(): ChaosRecord {
  const last = values.resume ? readRecord() : undefined
  return (
    last ?? { seed: Number(values.seed ?? randomInt(1_000_000)), moments: Number(values.moments), rows: [] }
  )
}

async function disturb(scenario: Scenario): Promise<Row> {
  await becomeWhole()
  killed = null
  const sampler = new PrimarySampler()
  const customers = new WritingClient()
  await pause(CALM_MS)
  await scenario.before?.(world)
  await pause(CALM_MS)
  const startedMs = performance.now()
  await lab.breakLab(scenario.fault, PRIMARY)
  const { run, hasStruck } = await runDisturbed(scenario)
  const tookMs = Math.round(performance.now() - startedMs)
  await pause(CALM_MS)
  await customers.stop()
  await sampler.stop()
  // Stopped, nobody leads: what customers were told must be there once people have mended it.
  if (run.status !== 'succeeded') {
    await client.abort(run.id, 'The chaos goes on with the next round')
    await lab.healLab()
  }
  const { acknowledged } = customers
  const found = await findOrders(acknowledged.map(({ reference }) => reference))
  const lostWrites = acknowledged.filter(({ reference }) => !found.has(reference)).length
  return judge(scenario, {
    run,
    killed,
    hasStruck,
    tookMs,
    lostWrites,
    acknowledgedWrites: acknowledged.length,
    most: sampler.maximum,
  })
}

/** The run from the fault to its end, struck when the scenario says so. */
async function runDisturbed({ later, during }: Scenario) {
  let seen: RunWire | undefined
  const isGoingOn = () => seen === undefined || seen.status === 'running'
  const striking = later && pause(later.afterMs).then(() => isGoingOn() && later.act(world, seen))
  const id = await untilDone(() => client.start('primary-server-failure', { failed: PRIMARY }))
  let hasStruck = during === undefined
  const run = await runToEnd(client, id, {
    choices: {},
    deadlineMs: RUN_WITHIN_MS,
    log,
    async onLook(looked) {
      seen = looked
      if (!hasStruck) hasStruck = (await during?.(looked, world)) ?? true
    },
  })
  return { run, hasStruck: (await striking) ?? hasStruck }
}

async function becomeWhole(): Promise<void> {
  await lab.healLab()
  await untilDone(async () => {
    const alive = workerPids().length
    if (alive < WORKERS) throw new Error(`only ${alive} workers are there`)
  })
  await untilDone(async () => {
    if ((await whoLeads()) !== PRIMARY) throw new Error('the primary does not lead')
    if (!(await areAllFollowing())) throw new Error('not every replica follows')
  })
}

/** Until it succeeds, for the console may be on its way back too. */
async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  const deadlineMs = performance.now() + READY_WITHIN_MS
  while (true) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > deadlineMs) throw error
      await pause(300)
    }
  }
}
