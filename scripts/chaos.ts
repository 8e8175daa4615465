/**
 * `npm run chaos -- promote [--moments N] [--rounds N] [--only WORDS] [--minutes N]`: the failover of the running
 * demo, disturbed in every way that is known, while customers write. Begins no more scenarios after the minutes. Ends
 * with one line of JSON.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { RunWire } from '@/lib/core/api/runs'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { sshConnector } from '@/lib/server/connectors/ssh.connector'
import { testActionContext } from '@/lib/testing/action-context'
import { readDemo, readLabProcesses } from '@/lib/testing/demo'
import { asRoot } from '@/lib/testing/mariadb-lab'
import { killPostgres, killWorker, killWorkers } from './chaos/processes'
import { promoteScenarios } from './chaos/promote'
import type { ChaosWorld, Scenario } from './chaos/scenario'
import { areAllFollowing, findOrders, whoLeads } from './drill/cluster'
import { ConsoleClient } from './drill/console-client'
import { openDrillLab } from './drill/drill'
import { PrimarySampler } from './drill/primary-sampler'
import { runToEnd } from './drill/run-to-end'
import { WritingClient } from './drill/writing-client'

const RUN_WITHIN_MS = 240_000
const READY_WITHIN_MS = 60_000
const CALM_MS = 1_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    moments: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '600' },
  },
})
if (positionals[0] !== 'promote') {
  console.error('usage: npm run chaos -- promote [--moments N] [--rounds N] [--only WORDS] [--minutes N]')
  process.exit(2)
}

const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`)
const lab = openDrillLab(log)
const client = new ConsoleClient(readDemo())
/** When workers were last killed in the scenario that is played. */
let killedAtMs: number | null = null
const isByWorker = ({ actor }: RunWire['timeline'][number]) => actor.startsWith('system worker ')
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
    log(`${node} ${command}: ${answer.output || answer.complaint}`)
  },
  signal(node, signal) {
    const pid = readLabProcesses().find((each) => each.node === node)?.pid
    if (pid !== undefined) process.kill(pid, signal)
  },
  killWorkers() {
    killedAtMs = Date.now()
    return killWorkers()
  },
  killHolder(run) {
    const [last] = run.timeline.filter(isByWorker).toSorted((one, other) => other.id - one.id)
    killedAtMs = Date.now()
    return last !== undefined && killWorker(last.actor)
  },
  killPostgres,
}
const wanted = promoteScenarios(Number(values.moments), Math.random).filter(
  ({ name }) => values.only === undefined || name.includes(values.only),
)
const rows: Row[] = []
const beginUntilMs = performance.now() + Number(values.minutes) * 60_000
for (let round = 1; round <= Number(values.rounds); round += 1) {
  for (const scenario of wanted) {
    if (performance.now() > beginUntilMs) break
    const row = await disturb(scenario).catch((error: unknown) => broken(scenario, error))
    rows.push(row)
    log(`${row.holds ? 'ok  ' : 'FAIL'} ${JSON.stringify(row)}`)
  }
}
await lab.healLab()
const takeovers = rows.flatMap(({ takeoverMs }) => takeoverMs ?? []).toSorted((one, other) => one - other)
const failed = rows.filter(({ holds }) => !holds)
console.log(
  JSON.stringify({
    chaos: 'promote',
    runs: rows.length,
    of: wanted.length * Number(values.rounds),
    succeeded: rows.filter(({ status }) => status === 'succeeded').length,
    stopped: rows.filter(({ status }) => status === 'stopped').length,
    acknowledgedWrites: rows.reduce((sum, row) => sum + row.acknowledgedWrites, 0),
    lostWrites: rows.reduce((sum, row) => sum + row.lostWrites, 0),
    maxWritablePrimaries: Math.max(0, ...rows.map((row) => row.maxWritablePrimaries)),
    takeoverMs: { median: takeovers[Math.floor(takeovers.length / 2)], most: takeovers.at(-1) },
    failed: failed.map(({ scenario, why }) => `${scenario}: ${why}`),
  }),
)
process.exit(failed.length === 0 && rows.length > 0 ? 0 : 1)

interface Row {
  readonly scenario: string
  readonly status: string
  readonly stoppedBecause: string | null
  readonly acknowledgedWrites: number
  readonly lostWrites: number
  readonly maxWritablePrimaries: number
  readonly tookMs: number
  /** From the death of its worker to the next word of one in the run's time line. */
  readonly takeoverMs: number | null
  readonly why: string
  readonly holds: boolean
}

/** A round that could not be played proves nothing, and is told as such. */
function broken({ name }: Scenario, error: unknown): Row {
  const why = `not played: ${error instanceof Error ? error.message : String(error)}`
  const nothing = {
    acknowledgedWrites: 0,
    lostWrites: 0,
    maxWritablePrimaries: 0,
    tookMs: 0,
    takeoverMs: null,
  }
  return { scenario: name, status: 'unknown', stoppedBecause: null, ...nothing, why, holds: false }
}

async function disturb(scenario: Scenario): Promise<Row> {
  await becomeWhole()
  killedAtMs = null
  const sampler = new PrimarySampler()
  const customers = new WritingClient()
  await pause(CALM_MS)
  await scenario.before?.(world)
  await pause(CALM_MS)
  const startedMs = performance.now()
  await lab.breakLab(scenario.fault, 'mariadb-primary')
  const striking = strike(scenario)
  const run = await runDisturbed(scenario)
  await striking
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
    tookMs,
    lostWrites,
    acknowledgedWrites: acknowledged.length,
    most: sampler.maximum,
  })
}

async function strike({ later }: Scenario): Promise<void> {
  if (!later) return
  await pause(later.afterMs)
  await later.act(world)
}

async function runDisturbed(scenario: Scenario): Promise<RunWire> {
  const id = await untilDone(() => client.start('primary-server-failure', {}))
  let hasStruck = scenario.during === undefined
  return runToEnd(client, id, {
    choices: {},
    deadlineMs: RUN_WITHIN_MS,
    log,
    async onLook(run) {
      if (!hasStruck) hasStruck = (await scenario.during?.(run, world)) ?? true
    },
  })
}

interface Outcome {
  readonly run: RunWire
  readonly tookMs: number
  readonly lostWrites: number
  readonly acknowledgedWrites: number
  readonly most: number
}

function judge(
  { name, ends, reaches }: Scenario,
  { run, tookMs, lostWrites, acknowledgedWrites, most }: Outcome,
): Row {
  const { status, stoppedBecause } = run
  const isEnd = status === 'succeeded' || (status === 'stopped' && Boolean(stoppedBecause))
  const defects = [
    ...(isEnd ? [] : [`it ended ${status} without a reason`]),
    ...(ends === undefined || status === ends ? [] : [`it should have ended ${ends}: ${stoppedBecause}`]),
    ...(hasReached(run, reaches) ? [] : [`${reaches} did not succeed`]),
    ...(lostWrites === 0 ? [] : [`${lostWrites} confirmed writes are lost`]),
    ...(most <= 1 ? [] : [`${most} servers took writes at the same time`]),
    ...(acknowledgedWrites > 0 ? [] : ['nobody wrote anything, so nothing is proved']),
  ]
  return {
    scenario: name,
    status,
    stoppedBecause,
    acknowledgedWrites,
    lostWrites,
    maxWritablePrimaries: most,
    tookMs,
    takeoverMs: takeoverOf(run),
    why: defects.join('; '),
    holds: defects.length === 0,
  }
}

function hasReached({ steps }: RunWire, key: string | undefined): boolean {
  return key === undefined || steps.some((step) => step.key === key && step.status === 'succeeded')
}

function takeoverOf({ timeline }: RunWire): number | null {
  const killed = killedAtMs
  if (killed === null) return null
  const after = timeline
    .filter(isByWorker)
    .map(({ at }) => Date.parse(at) - killed)
    .filter((ms) => ms > 0)
  return after.length === 0 ? null : Math.min(...after)
}

async function becomeWhole(): Promise<void> {
  await lab.healLab()
  await untilDone(async () => {
    if ((await whoLeads()) !== 'mariadb-primary') throw new Error('the primary does not lead')
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
