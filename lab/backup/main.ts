import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { runBackup } from '@/lab/backup/backup-job'
import { type BackupReport, metricsText, statusJson } from '@/lab/backup/backup-report'
import { BinlogArchive } from '@/lab/backup/binlog-archive'
import { DATABASE_NAME } from '@/lab/estate'
import { requiredEnvironment } from '@/lab/required-environment'
import { s3Client } from '@/lab/s3/client'
import { seriesGap } from '@/lib/core/backups/gtid-series'

const environment = requiredEnvironment(
  ...(['ADDRESS', 'PORT', 'INTERVAL_SECONDS', 'FOLDER', 'DUMP_PROGRAM', 'DUMP_DEFAULTS'] as const),
  ...(['BINLOG_PROGRAM', 'ARCHIVE_SECONDS', 'LEADER_HOSTS', 'DATABASE_PASSWORD', 'CA_FILE'] as const),
  ...([
    'DATABASE_HOSTS',
    'DATABASE_PORT',
    'S3_ENDPOINTS',
    'S3_ACCESS_KEY',
    'S3_SECRET_KEY',
    'S3_BUCKET',
  ] as const),
)
/** The estate's own first, then its copy in the other region. */
const stores = environment.S3_ENDPOINTS.split(',').map((endpoint) => ({
  name: endpoint,
  bucket: environment.S3_BUCKET,
  client: s3Client({
    endpoint,
    accessKeyId: environment.S3_ACCESS_KEY,
    secretAccessKey: environment.S3_SECRET_KEY,
  }),
}))
const access = {
  port: Number(environment.DATABASE_PORT),
  user: 'backup',
  password: environment.DATABASE_PASSWORD,
  caFile: environment.CA_FILE,
  database: DATABASE_NAME,
}
const archive = new BinlogArchive(
  {
    program: environment.BINLOG_PROGRAM,
    defaultsFile: environment.DUMP_DEFAULTS,
    access,
    hosts: environment.LEADER_HOSTS.split(','),
    folder: `${environment.FOLDER}/binlog`,
  },
  stores,
)
const settings = {
  access,
  program: environment.DUMP_PROGRAM,
  defaultsFile: environment.DUMP_DEFAULTS,
  hosts: environment.DATABASE_HOSTS.split(','),
  port: Number(environment.DATABASE_PORT),
  database: DATABASE_NAME,
  folder: environment.FOLDER,
}

/** One after the other: a slow round delays the next, and a failed one is made good by it. */
async function shipForEver(): Promise<never> {
  for (;;) {
    await archive
      .ship()
      .then(backUpWhereTheSeriesBroke)
      .catch((error: unknown) => console.error(`binary logs were not shipped: ${String(error)}`))
    await pause(Number(environment.ARCHIVE_SECONDS) * 1_000)
  }
}

/** A dump that fails is tried again, and not all the time. */
const MEND_EVERY_MS = 15_000
let mendedAtMs = Number.NEGATIVE_INFINITY

/** Without a new dump, binary logs that begin after the last one are of no use to anybody. */
async function backUpWhereTheSeriesBroke(): Promise<void> {
  const backup = report.lastResult === 'pending' ? undefined : report.backup
  const gap = backup && seriesGap(backup.gtid ?? '', archive.startsAfter ?? '')
  if (!gap || performance.now() - mendedAtMs < MEND_EVERY_MS) return
  mendedAtMs = performance.now()
  console.log(`a new dump is taken: the binary logs do not lead on from the last, ${gap}`)
  await backUp()
}

let report: BackupReport = { lastResult: 'pending' }

let underWay: Promise<void> = Promise.resolve()

/** One at a time. */
function backUp(): Promise<void> {
  underWay = underWay.then(backUpNow)
  return underWay
}

async function backUpNow(): Promise<void> {
  const begunAt = performance.now()
  const before = report.lastResult === 'pending' ? undefined : report.backup
  const ended = () => ({
    lastFinishedAt: new Date().toISOString(),
    durationSeconds: (performance.now() - begunAt) / 1_000,
  })
  try {
    const backup = await runBackup(stores, settings)
    report = { lastResult: 'succeeded', reason: undefined, backup, ...ended() }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    console.error(`the backup failed: ${reason}`)
    report = { lastResult: 'failed', reason, backup: before, ...ended() }
  }
}

createServer((request, response) => {
  if (request.url === '/status') {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(statusJson(report, Date.now())))
  } else if (request.url === '/metrics') {
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(metricsText(report))
  } else {
    response.statusCode = 404
    response.end()
  }
}).listen(Number(environment.PORT), environment.ADDRESS)

void shipForEver()
await backUp()
setInterval(() => void backUp(), Number(environment.INTERVAL_SECONDS) * 1_000)
