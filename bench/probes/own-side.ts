import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { phaseMsOf } from '@/lib/core/schedule/phase'
import { systemClock } from '@/lib/core/time/clock'
import { dataFolder } from '@/lib/server/config/data-folder'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase, type Database } from '@/lib/server/db/prisma'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { passTime, startOwnProgram } from './child'
import { processCpuMs, processTreeCpuMs } from './process-cpu'

export interface Fleet {
  readonly targets: number
  readonly port: number
  readonly intervalSeconds: number
  readonly warmUpSeconds: number
  readonly seconds: number
}

export interface OwnMeasurement {
  readonly probes: number
  readonly healthy: number
  readonly workerMsPerProbe: number
  readonly postgresMsPerProbe: number
  readonly jitterP99Ms: number
  readonly workerMegabytes: number
  /** Tables and their indexes, and what was written ahead, for each observation. */
  readonly storedBytesPerProbe: number
  readonly walBytesPerProbe: number
}

/** Addresses of the targets: all of 127.20.0.1 to 127.20.255.250 reach this machine. */
export function targetAddress(index: number): string {
  return `127.20.${Math.floor(index / 250)}.${(index % 250) + 1}`
}

/** One worker on a fresh embedded PostgreSQL with its own settings, probing, judging and storing the fleet. */
export async function measureOwnSide(fleet: Fleet): Promise<OwnMeasurement> {
  const folder = join(dataFolder(), 'bench', 'postgres')
  rmSync(folder, { recursive: true, force: true })
  const postgres = await startEmbeddedPostgres(folder)
  try {
    await migrate(postgres.url)
    const database = createDatabase(postgres.url, 2)
    await declareFleet(database, fleet)
    const args = process.env.BENCH_WORKER_ARGS?.split(' ') ?? []
    const worker = startOwnProgram('worker/main.ts', { DATABASE_URL: postgres.url, LOG_LEVEL: 'warn' }, args)
    try {
      await passTime(fleet.warmUpSeconds * 1_000)
      return await measure(fleet, database, { worker: worker.pid, postgres: postmasterPid(folder) })
    } finally {
      await worker.stop()
      await database.$disconnect()
    }
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function declareFleet(database: Database, fleet: Fleet): Promise<void> {
  const nodes = Array.from({ length: fleet.targets }, (_, index) => ({
    slug: `target-${index}`,
    name: `Target ${index}`,
    kind: 'web-server',
    specifiedIn: ['bench'],
    probes: [
      {
        key: 'http',
        kind: 'http',
        settings: { scheme: 'http', host: targetAddress(index), port: fleet.port, path: '/health' },
        policy: { intervalSeconds: fleet.intervalSeconds },
      },
    ],
  }))
  const estate = { slug: 'bench', name: 'Bench', environment: 'bench' }
  const none = { zones: [], regions: [], groups: [], links: [], views: [] }
  await applyInventory(
    {
      actor: { type: 'system', name: 'bench', role: 'admin' },
      clock: systemClock,
      database,
      requestId: 'bench',
    },
    { text: JSON.stringify({ version: 1, estate, ...none, nodes }), file: 'bench.json', message: 'bench' },
  )
}

async function measure(
  fleet: Fleet,
  database: Database,
  pids: { worker: number; postgres: number },
): Promise<OwnMeasurement> {
  const read = async () => ({
    workerMs: processCpuMs(pids.worker),
    postgresMs: processTreeCpuMs(pids.postgres),
    ...(await storedSoFar(database)),
  })
  const fromMs = Date.now()
  const before = await read()
  await passTime(fleet.seconds * 1_000)
  const after = await read()
  const probes = after.observations - before.observations
  return {
    probes,
    healthy: await countHealthy(database),
    workerMsPerProbe: (after.workerMs - before.workerMs) / probes,
    postgresMsPerProbe: (after.postgresMs - before.postgresMs) / probes,
    jitterP99Ms: await startDelayP99Ms(database, fromMs),
    workerMegabytes: residentMegabytes(pids.worker),
    storedBytesPerProbe: (after.bytes - before.bytes) / probes,
    walBytesPerProbe: (after.walBytes - before.walBytes) / probes,
  }
}

async function storedSoFar(database: Database) {
  const [row] = await database.$queryRaw<{ observations: bigint; bytes: bigint; walBytes: bigint }[]>`
    SELECT (SELECT count(*) FROM "Observation") AS "observations",
      (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relname LIKE 'Observation%' AND relkind = 'r')
        + pg_total_relation_size('"ProbeState"') AS "bytes",
      (pg_current_wal_lsn() - '0/0')::bigint AS "walBytes"`
  if (row === undefined) throw new Error('nothing could be counted')
  return {
    observations: Number(row.observations),
    bytes: Number(row.bytes),
    walBytes: Number(row.walBytes),
  }
}

async function countHealthy(database: Database): Promise<number> {
  const [row] = await database.$queryRaw<{ healthy: bigint }[]>`
    SELECT count(*) AS "healthy" FROM "ProbeState" WHERE "health"->>'status' = 'healthy' AND "validUntil" > now()`
  return Number(row?.healthy ?? 0)
}

/** From what was stored: how long after its instant on the grid each probe started. */
async function startDelayP99Ms(database: Database, fromMs: number): Promise<number> {
  const rows = await database.$queryRaw<{ slug: string; finishedAt: Date; durationMs: number }[]>`
    SELECT p."slug", o."finishedAt", o."durationMs" FROM "Observation" o JOIN "Probe" p ON p."id" = o."probeId"
    WHERE o."finishedAt" > ${new Date(fromMs)}`
  const intervalMs = await intervalOf(database)
  const delays = rows.map(({ slug, finishedAt, durationMs }) => {
    const late = (finishedAt.getTime() - durationMs - phaseMsOf(slug, intervalMs)) % intervalMs
    // Times are stored in whole milliseconds: a start just on its instant may read as one just before it.
    return late > intervalMs - 2 ? 0 : late
  })
  delays.sort((one, other) => one - other)
  return delays[Math.floor(delays.length * 0.99)] ?? Number.NaN
}

async function intervalOf(database: Database): Promise<number> {
  const [row] = await database.$queryRaw<{ seconds: number }[]>`
    SELECT ("policy"->>'intervalSeconds')::float8 AS "seconds" FROM "Probe" LIMIT 1`
  return (row?.seconds ?? Number.NaN) * 1_000
}

function postmasterPid(folder: string): number {
  return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function residentMegabytes(pid: number): number {
  const match = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(match?.[1]) / 1024)
}
