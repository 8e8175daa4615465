import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dataFolder } from '@/lib/server/config/data-folder'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase, type Database } from '@/lib/server/db/prisma'
import { tidyUp } from '@/lib/server/scheduler/retention'

const HOUR_MS = 3_600_000
const INTERVAL_SECONDS = 10
const START_MS = Date.UTC(2030, 0, 1)

interface Size {
  readonly rawRows: number
  readonly rawBytes: number
  readonly rollupBytes: number
  readonly partitions: number
}

/**
 * What is kept at a steady load: days of observations of a fleet at 10 s, an hour at a time, tidied up after each hour as
 * workers do. Raw observations must stop growing after the day for which they are kept; what grows on are the sums.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { probes: { type: 'string', default: '100' }, days: { type: 'string', default: '3' } },
  })
  const probes = Number(values.probes)
  const days = Number(values.days)
  const folder = join(dataFolder(), 'bench', 'retention')
  rmSync(folder, { recursive: true, force: true })
  const postgres = await startEmbeddedPostgres(folder, { settings: { fsync: 'off' } })
  try {
    await migrate(postgres.url)
    const database = createDatabase(postgres.url, 2)
    const sizes: Size[] = []
    for (let day = 0; day < days; day++) {
      for (let hour = 0; hour < 24; hour++)
        await passHour(database, probes, START_MS + (day * 24 + hour) * HOUR_MS)
      const size = await measure(database)
      sizes.push(size)
      console.error(`day ${day + 1}: ${JSON.stringify(size)}`)
    }
    await database.$disconnect()
    return summary(sizes, probes)
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function passHour(database: Database, probes: number, hourMs: number): Promise<void> {
  await tidyUp(database, hourMs)
  await database.$executeRaw`
    INSERT INTO "Observation" ("probeId", "finishedAt", "durationMs", "status")
    SELECT probe, ${new Date(hourMs)}::timestamptz + make_interval(secs => second), 12, 0
    FROM generate_series(1, ${probes}::int) AS probe,
      generate_series(0, 3599, ${INTERVAL_SECONDS}::int) AS second`
  await tidyUp(database, hourMs + HOUR_MS - 1_000)
}

async function measure(database: Database): Promise<Size> {
  const [row] = await database.$queryRaw<{ rows: bigint; raw: bigint; rollup: bigint; partitions: bigint }[]>`
    SELECT (SELECT count(*) FROM "Observation") AS "rows",
      (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits
        WHERE inhparent = '"Observation"'::regclass)::bigint AS "raw",
      pg_total_relation_size('"ObservationRollup"')::bigint AS "rollup",
      (SELECT count(*) FROM pg_inherits WHERE inhparent = '"Observation"'::regclass) AS "partitions"`
  if (row === undefined) throw new Error('the sizes could not be read')
  return {
    rawRows: Number(row.rows),
    rawBytes: Number(row.raw),
    rollupBytes: Number(row.rollup),
    partitions: Number(row.partitions),
  }
}

function summary(sizes: readonly Size[], probes: number): object {
  const [last, before] = [sizes.at(-1), sizes.at(-2)]
  if (last === undefined || before === undefined) throw new Error('two days are needed to tell growth')
  return {
    probes,
    days: sizes.length,
    rawGrowth: Math.round((last.rawBytes / before.rawBytes) * 1_000) / 1_000,
    rawHoursKept: Math.round((last.rawRows / ((probes * 3_600) / INTERVAL_SECONDS)) * 10) / 10,
    rawMegabytes: Math.round(last.rawBytes / 1e5) / 10,
    rollupKilobytesAProbeADay: Math.round((last.rollupBytes - before.rollupBytes) / probes / 100) / 10,
    partitions: last.partitions,
  }
}
