import { createServer } from 'node:http'
import { runBackup } from '@/lab/backup/backup-job'
import { type BackupReport, metricsText, statusJson } from '@/lab/backup/backup-report'
import { DATABASE_NAME } from '@/lab/estate'
import { requiredEnvironment } from '@/lab/required-environment'
import { s3Client } from '@/lab/s3/client'

const environment = requiredEnvironment(
  ...(['ADDRESS', 'PORT', 'INTERVAL_SECONDS', 'FOLDER', 'DUMP_PROGRAM', 'DUMP_DEFAULTS'] as const),
  ...([
    'DATABASE_HOSTS',
    'DATABASE_PORT',
    'S3_ENDPOINT',
    'S3_ACCESS_KEY',
    'S3_SECRET_KEY',
    'S3_BUCKET',
  ] as const),
)
const client = s3Client({
  endpoint: environment.S3_ENDPOINT,
  accessKeyId: environment.S3_ACCESS_KEY,
  secretAccessKey: environment.S3_SECRET_KEY,
})
const settings = {
  program: environment.DUMP_PROGRAM,
  defaultsFile: environment.DUMP_DEFAULTS,
  hosts: environment.DATABASE_HOSTS.split(','),
  port: Number(environment.DATABASE_PORT),
  database: DATABASE_NAME,
  bucket: environment.S3_BUCKET,
  folder: environment.FOLDER,
}

let report: BackupReport = { lastResult: 'pending' }

async function backUp(): Promise<void> {
  const begunAt = performance.now()
  const before = report.lastResult === 'pending' ? undefined : report.backup
  const ended = () => ({
    lastFinishedAt: new Date().toISOString(),
    durationSeconds: (performance.now() - begunAt) / 1_000,
  })
  try {
    const backup = await runBackup(client, settings)
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

await backUp()
setInterval(() => void backUp(), Number(environment.INTERVAL_SECONDS) * 1_000)
