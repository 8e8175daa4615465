import type { ChaosWorld, Scenario } from './scenario'

const PRIMARY = 'mariadb-primary'
const REPLICA = 'mariadb-replica'
const BACKUP = 'backup-mariadb'

const wordsOf = {
  holder: 'the worker that holds the run',
  all: 'every worker',
}

/** Steps of the runbook at whose boundaries its worker is killed. */
const STEPS = [
  'primary-down',
  'alert-ops',
  'fence',
  'promote',
  'reroute-application',
  'redirect-traffic',
  'repoint-replicas',
  'tell-end',
]

/** A run takes longer, so that what is killed then is killed in its midst. */
const MOMENTS_WITHIN_MS = 6_000

/** As a step begins: the step before it is just done, and its word is written. */
const atBoundaries: readonly Scenario[] = (['holder', 'all'] as const).flatMap((whom) =>
  STEPS.map(
    (key): Scenario => ({
      name: `${wordsOf[whom]} killed at ${key}`,
      fault: 'kill',
      ends: 'succeeded',
      during(run, world) {
        const step = run.steps.find((each) => each.key === key)
        const hasBegun = step !== undefined && ['queued', 'running', 'succeeded'].includes(step.status)
        return hasBegun && world.kill(whom, run)
      },
    }),
  ),
)

const states: readonly Scenario[] = [
  {
    name: 'PostgreSQL ended while promoting',
    fault: 'kill',
    ends: 'succeeded',
    during: (run, world) => {
      if (!isUnderWay(run, 'promote')) return false
      world.killPostgres()
      return true
    },
  },
  {
    name: 'the old primary returns while a replica is promoted',
    fault: 'kill',
    during: async (run, world) => {
      if (!isUnderWay(run, 'promote')) return false
      await world.ask(PRIMARY, 'start-mariadb-as-replica')
      return true
    },
  },
  { name: 'the primary stands still', fault: 'hang', ends: 'succeeded' },
  {
    name: 'the primary stands still, and wakes while a replica is promoted',
    fault: 'hang',
    during: (run, world) => {
      if (!isUnderWay(run, 'fence')) return false
      world.signal(PRIMARY, 'SIGCONT')
      return true
    },
  },
  {
    name: 'all replicas lag',
    fault: 'kill',
    ends: 'stopped',
    before: (world) => onReplicas(world, 'STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 3600', 'START SLAVE'),
  },
  {
    name: 'the SQL thread of the wanted replica is broken',
    fault: 'kill',
    // Another is promoted and the application writes; then a person decides what becomes of this one.
    ends: 'stopped',
    reaches: 'reroute-application',
    before: (world) => world.sql(REPLICA, 'SET SESSION sql_log_bin = 0', 'DROP TABLE askproai.orders'),
  },
  {
    name: 'the SQL threads of all replicas are broken',
    fault: 'kill',
    ends: 'stopped',
    before: (world) => onReplicas(world, 'SET SESSION sql_log_bin = 0', 'DROP TABLE askproai.orders'),
  },
  {
    name: 'both threads of the wanted replica are stopped with a relay log to apply (T1)',
    fault: 'kill',
    ends: 'succeeded',
    before: async (world) => {
      await world.sql(REPLICA, 'STOP SLAVE SQL_THREAD')
      await pauseFor(800)
      await world.sql(REPLICA, 'STOP SLAVE IO_THREAD')
    },
  },
  {
    name: 'the wanted replica went another way (T2)',
    fault: 'kill',
    // Another is promoted and the application writes; then a person decides what becomes of this one.
    ends: 'stopped',
    reaches: 'reroute-application',
    before: (world) =>
      world.sql(
        REPLICA,
        'STOP SLAVE IO_THREAD',
        "REPLACE INTO askproai.heartbeat (name, token, beat_at) VALUES ('errant', 'x', NOW(3))",
      ),
  },
]

/** Every scenario of a promotion: states, boundaries, and as many random moments as asked for. */
export function promoteScenarios(moments: number, random: () => number): readonly Scenario[] {
  const atMoments = Array.from({ length: moments }, (_, index): Scenario => {
    const afterMs = Math.round(random() * MOMENTS_WITHIN_MS)
    const whom = index % 2 === 0 ? 'holder' : 'all'
    return {
      name: `${index + 1}. ${wordsOf[whom]} killed ${afterMs} ms after the fault`,
      fault: 'kill',
      ends: 'succeeded',
      later: { afterMs, act: (world, run) => world.kill(whom, run) || world.kill('any', run) },
    }
  })
  return [...states, ...atBoundaries, ...atMoments]
}

/** Once it is done there is nothing left to disturb: then nothing was struck, and nothing is proved. */
function isUnderWay(run: Parameters<NonNullable<Scenario['during']>>[0], key: string): boolean {
  return run.steps.some((step) => step.key === key && step.status === 'running')
}

async function onReplicas(world: ChaosWorld, ...statements: string[]): Promise<void> {
  await Promise.all([REPLICA, BACKUP].map((node) => world.sql(node, ...statements)))
}

function pauseFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
