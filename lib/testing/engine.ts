import { type ChildProcess, spawn } from 'node:child_process'
import { systemClock } from '@/lib/core/time/clock'
import { JobBoss } from '@/lib/server/jobs/job-boss'
import { EventHub } from '@/lib/server/live/event-hub'
import { createRedactor } from '@/lib/server/runbooks/engine/redact'
import { RunEngine } from '@/lib/server/runbooks/engine/run-engine'
import { createSecretStore } from '@/lib/server/secrets/secret-store'
import type { TestDatabase } from './test-database'
import { silentLog } from './worker'

/** The engine of a worker, in this process. */
export function startEngine({ database, url }: TestDatabase, workerId: string): { stop(): Promise<void> } {
  const hub = new EventHub({ database, url, log: silentLog })
  const boss = new JobBoss({ url, log: silentLog })
  const engine = new RunEngine({
    database,
    boss,
    clock: systemClock,
    secrets: createSecretStore(),
    log: silentLog,
    workerId,
    createRedactor,
  })
  hub.start()
  hub.subscribe(undefined, (message) => engine.hear(message))
  engine.start()
  return {
    stop: async () => {
      await engine.stop()
      await boss.close()
      await hub.close()
    },
  }
}

/** A worker as a process of its own that knows the kinds of the tests; killed as it may be. */
export function startWorkerProcess(url: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'lib/testing/test-worker.ts'], {
    env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'error' },
    stdio: 'ignore',
  })
}
