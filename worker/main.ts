import { join } from 'node:path'
import { systemClock } from '@/lib/core/time/clock'
import { AUDIT_ORIGIN, auditKey } from '@/lib/server/audit/audit-key'
import { AuditNotary } from '@/lib/server/audit/audit-notary'
import { verifierKey } from '@/lib/server/audit/signed-note'
import { dataFolder } from '@/lib/server/config/data-folder'
import { readEnv } from '@/lib/server/config/env'
import { startEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { createDatabase } from '@/lib/server/db/prisma'
import { FindingsJob } from '@/lib/server/findings/findings-job'
import { JobBoss } from '@/lib/server/jobs/job-boss'
import { createLog } from '@/lib/server/log'
import { processMetrics } from '@/lib/server/metrics/process-metrics'
import { createRedactor } from '@/lib/server/runbooks/engine/redact'
import { RunEngine } from '@/lib/server/runbooks/engine/run-engine'
import { RunScheduler } from '@/lib/server/runbooks/engine/run-scheduler'
import { RunbookEvaluator } from '@/lib/server/runbooks/engine/runbook-evaluator'
import { createWorkerMetrics } from '@/lib/server/scheduler/worker-metrics'
import { WorkerProcess } from '@/lib/server/scheduler/worker-process'
import { createSecretStore } from '@/lib/server/secrets/secret-store'
import { serveMetrics } from './metrics-server'

const CONNECTIONS = 10
/** A stop that takes longer is a hang: the lease then ends by itself. */
const STOP_DEADLINE_MS = 15_000

const env = readEnv()
const log = createLog('worker', env.LOG_LEVEL)
process.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'worker ends by an error'))

const url = env.DATABASE_URL ?? (await startEmbeddedPostgres(join(dataFolder(), 'postgres'))).url
await migrate(url)

const database = createDatabase(url, CONNECTIONS)
const shared = { database, url, secrets: createSecretStore(), clock: systemClock, log }
const worker = new WorkerProcess({
  ...shared,
  metrics: createWorkerMetrics(processMetrics()),
  onWorkers: () => findings.lookAgain(),
  onMessage: (message) => {
    engine.hear(message)
    evaluator.hear(message)
    findings.hear(message)
  },
})
const boss = new JobBoss({ url, log })
const engine = new RunEngine({ ...shared, boss, workerId: worker.id, createRedactor })
const evaluator = new RunbookEvaluator({ ...shared, boss, createRedactor })
const schedules = new RunScheduler(shared)
const notary = new AuditNotary({ ...shared, key: auditKey })
const findings = new FindingsJob({
  ...shared,
  auditSigners: [verifierKey(AUDIT_ORIGIN, auditKey()), ...env.SWITCHYARD_AUDIT_KEYS],
  isMine: () => worker.isFirst,
})
const metricsPort = env.SWITCHYARD_WORKER_METRICS
if (metricsPort !== undefined) await serveMetrics(metricsPort, () => worker.isHealthy)

async function stop(signal: NodeJS.Signals): Promise<void> {
  log.info({ signal }, 'worker stopping')
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref()
  await Promise.all([engine.stop(), evaluator.close(), schedules.close(), notary.close(), findings.stop()])
  await boss.close()
  await worker.stop()
  await database.$disconnect()
  log.info('worker stopped')
  process.exit(0)
}
process.once('SIGTERM', (signal) => void stop(signal))
process.once('SIGINT', (signal) => void stop(signal))

await worker.start()
engine.start()
evaluator.start()
schedules.start()
notary.start()
findings.start()
log.info({ workerId: worker.id, pid: process.pid }, 'worker started')
