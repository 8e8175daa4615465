import type { PgBoss } from 'pg-boss'
import type { JobBoss } from '@/lib/server/jobs/job-boss'
import { RUN_QUEUE } from '@/lib/server/jobs/job-queues'
import { RepeatedWork } from '@/lib/server/jobs/repeated-work'
import type { HubMessage } from '@/lib/server/live/event-hub'
import type { Log } from '@/lib/server/log'
import { claimRun, listUnheldRuns } from '@/lib/server/repositories/run-lease.repository'
import { type ActionTools, RUN_LEASE_MS } from './action-context'
import { RunHost } from './run-host'

/** Runs that lost their worker are looked for this often; events bring the news of all others. */
const LOOK_EVERY_MS = 1_000
const TOUCH_EVERY_MS = 3_000
/** A job so young may belong to a worker that has not yet claimed its run. */
const JOB_SETTLES_MS = 3_000
const LEAVE_WITHIN_MS = 8_000

export interface RunEngineOptions extends Omit<ActionTools, 'redactor'> {
  readonly boss: JobBoss
  readonly log: Log
  readonly workerId: string
  readonly createRedactor: () => ActionTools['redactor']
}

interface RunJob {
  readonly id: string
  readonly retryCount: number
}

/**
 * Takes up the runs that nobody holds and hosts them. A job of the queue is the claim, one a run; the lease and the
 * fencing token in the journal are what makes a second holder harmless.
 */
export class RunEngine {
  readonly #options: RunEngineOptions
  readonly #hosts = new Map<string, RunHost>()
  readonly #jobs = new Set<Promise<void>>()
  readonly #look: RepeatedWork

  constructor(options: RunEngineOptions) {
    this.#options = options
    this.#look = new RepeatedWork({
      everyMs: LOOK_EVERY_MS,
      work: () => this.#takeUpRuns(),
      log: options.log,
      failure: 'runs not looked for, trying again',
    })
  }

  start(): void {
    this.#look.start()
  }

  /** Lets what runs end, and gives every run back. */
  async stop(): Promise<void> {
    const looked = this.#look.stop()
    const hosts = [...this.#hosts.values()]
    for (const host of hosts) host.leave()
    const late = setTimeout(() => {
      for (const host of hosts) host.abandon('this worker stops')
    }, LEAVE_WITHIN_MS)
    await looked
    await Promise.all(this.#jobs)
    clearTimeout(late)
  }

  /** Events of the database: what a person did to a run is seen at once. */
  hear(message: HubMessage): void {
    if (message.kind === 'event') {
      const { body } = message.event
      if (body.kind !== 'run-changed') return
      const hosted = this.#hosts.get(body.runId)
      if (hosted) hosted.wake()
      else this.#look.ask()
      return
    }
    for (const host of this.#hosts.values()) host.wake()
    this.#look.ask()
  }

  async #takeUpRuns(): Promise<void> {
    const unheld = (await listUnheldRuns(this.#options.database)).filter((id) => !this.#hosts.has(id))
    if (unheld.length === 0) return
    const boss = await this.#options.boss.open()
    for (const runId of unheld) await this.#ensureJob(boss, runId)
    const jobs = await boss.fetch<{ runId: string }>(RUN_QUEUE, {
      batchSize: unheld.length,
      includeMetadata: true,
    })
    for (const { id, retryCount, data } of jobs) this.#host(boss, data.runId, { id, retryCount })
  }

  /** One job a run. That of a worker whose lease has ended is taken away from it: heartbeats take longer. */
  async #ensureJob(boss: PgBoss, runId: string): Promise<void> {
    const sent = await boss.send(RUN_QUEUE, { runId }, { singletonKey: runId })
    if (sent !== null) return
    const found = await boss.findJobs(RUN_QUEUE, { key: runId })
    for (const { id, retryCount, state, startedOn } of found) {
      const isStuck = state === 'active' && Date.now() - startedOn.getTime() > JOB_SETTLES_MS
      if (isStuck) await boss.fail(RUN_QUEUE, { id, retryCount }, { reason: 'the lease of its worker ended' })
    }
  }

  #host(boss: PgBoss, runId: string, job: RunJob): void {
    const hosting = this.#hostJob(boss, runId, job)
      .catch((error: unknown) => {
        this.#options.log.warn({ err: error, runId }, 'run not hosted, it will be taken up again')
      })
      .finally(() => {
        this.#hosts.delete(runId)
        this.#jobs.delete(hosting)
        this.#look.ask()
      })
    this.#jobs.add(hosting)
  }

  async #hostJob(boss: PgBoss, runId: string, job: RunJob): Promise<void> {
    const { database, workerId, createRedactor, log } = this.#options
    const token = await claimRun(database, { runId, workerId, leaseMs: RUN_LEASE_MS })
    if (token === undefined) {
      await boss.complete(RUN_QUEUE, job)
      return
    }
    log.info({ runId, fencingToken: token }, 'run taken up')
    const held = { runId, token }
    const host = new RunHost({ ...this.#options, redactor: createRedactor(), held })
    this.#hosts.set(runId, host)
    if (this.#look.isStopped) host.leave()
    const touching = setInterval(() => {
      boss.touch(RUN_QUEUE, job).catch((error: unknown) => {
        log.warn({ err: error, runId }, 'job of a run not touched')
      })
    }, TOUCH_EVERY_MS)
    try {
      await host.host()
    } finally {
      clearInterval(touching)
      await boss.complete(RUN_QUEUE, job)
    }
  }
}
