import { AppError } from '@/lib/core/errors/app-error'
import type { Clock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import { RepeatedWork } from '@/lib/server/jobs/repeated-work'
import type { Log } from '@/lib/server/log'
import {
  noteScheduledStart,
  type ScheduleRecord,
  takeDueSchedules,
} from '@/lib/server/repositories/run-schedule.repository'
import { startRun } from '@/lib/server/services/runs/start-run'

const LOOK_EVERY_MS = 15_000

interface RunSchedulerOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

/** Starts the rehearsals and drills whose time has come. What could not start says why, and is tried at its next time. */
export class RunScheduler {
  readonly #options: RunSchedulerOptions
  readonly #work: RepeatedWork

  constructor(options: RunSchedulerOptions) {
    this.#options = options
    this.#work = new RepeatedWork({
      everyMs: LOOK_EVERY_MS,
      work: () => this.startDue(),
      log: options.log,
      failure: 'scheduled runs not started, trying again',
    })
  }

  start(): void {
    this.#work.start()
  }

  async close(): Promise<void> {
    await this.#work.stop()
  }

  async startDue(): Promise<void> {
    const { database, clock } = this.#options
    for (const schedule of await takeDueSchedules(database, new Date(clock.nowMs()))) {
      await noteScheduledStart(database, schedule.runbookId, await this.#start(schedule))
    }
  }

  async #start({ runbookId, mode, everyHours, setBy }: ScheduleRecord) {
    const { database, clock } = this.#options
    const actor = { type: 'system', name: 'schedule', role: 'admin' } as const
    const context = { actor, clock, database, requestId: `schedule ${runbookId}` }
    const reason = `Scheduled every ${everyHours} h by ${setBy}`
    try {
      const run = await startRun(context, { id: runbookId, mode, reason, parameters: {}, isScheduled: true })
      return { runId: run.id }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { notStarted: error.message }
    }
  }
}
