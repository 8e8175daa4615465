import type { SharedLooks } from '@/lib/core/runbooks/action-definition'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import type { Clock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import type { JobBoss } from '@/lib/server/jobs/job-boss'
import { EVALUATION_QUEUE } from '@/lib/server/jobs/job-queues'
import { RepeatedWork } from '@/lib/server/jobs/repeated-work'
import type { HubMessage } from '@/lib/server/live/event-hub'
import type { Log } from '@/lib/server/log'
import { currentRevisionNumber } from '@/lib/server/repositories/inventory.repository'
import { listEvaluations } from '@/lib/server/repositories/runbook-evaluation.repository'
import { getRunbookFile, listRunbookFiles } from '@/lib/server/runbooks-files/shared-runbooks'
import type { SecretStore } from '@/lib/server/secrets/secret-store'
import { evaluateRunbook } from './evaluate-runbook'
import type { Redactor } from './redact'
import { createSharedLooks } from './shared-looks'

const EVERY_MS = 30 * 60_000
const LOOK_EVERY_MS = 15_000
/** Changes come in crowds: they are waited for, and evaluated once. */
const SETTLES_MS = 2_000

interface EvaluatorOptions {
  readonly database: Database
  readonly boss: JobBoss
  readonly clock: Clock
  readonly secrets: SecretStore
  readonly log: Log
  readonly createRedactor: () => Redactor
}

/**
 * Evaluates every runbook each half hour, when it or the inventory changed, when the health of a target did or of a node
 * that can be chosen, and at once when somebody is about to start it.
 */
export class RunbookEvaluator {
  readonly #options: EvaluatorOptions
  readonly #wanted = new Set<string>()
  readonly #looks: SharedLooks
  /** From when on an evaluation is what was asked for. */
  readonly #asked = new Map<string, number>()
  readonly #work: RepeatedWork
  #settling: NodeJS.Timeout | undefined

  constructor(options: EvaluatorOptions) {
    this.#options = options
    this.#looks = createSharedLooks(options.clock)
    this.#work = new RepeatedWork({
      everyMs: LOOK_EVERY_MS,
      work: () => this.#evaluateDue(),
      log: options.log,
      failure: 'runbooks not evaluated, trying again',
    })
  }

  start(): void {
    this.#work.start()
  }

  async close(): Promise<void> {
    clearTimeout(this.#settling)
    await this.#work.stop()
  }

  hear(message: HubMessage): void {
    if (message.kind !== 'event') return
    const { body } = message.event
    if (body.kind === 'inventory-applied') this.#want(() => true)
    if (body.kind === 'evaluation-asked') this.#askNow(body.runbookId, body.notBeforeMs)
    if (body.kind === 'health-changed') this.#want((runbook) => isAbout(runbook, body.nodeSlug))
  }

  #want(isMeant: (runbook: Runbook) => boolean): void {
    const meant = listRunbookFiles().runbooks.filter(isMeant)
    if (meant.length === 0 || this.#work.isStopped) return
    for (const { id } of meant) this.#wanted.add(id)
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.#work.ask(), SETTLES_MS)
  }

  /** A person waits for the answer. */
  #askNow(id: string, notBeforeMs: number): void {
    if (this.#work.isStopped) return
    this.#asked.set(id, notBeforeMs)
    this.#work.ask()
  }

  /** A job for each that is due: of several workers one evaluates it. */
  async #evaluateDue(): Promise<void> {
    const due = await this.#due()
    if (due.length === 0) return
    const boss = await this.#options.boss.open()
    for (const { id, priority } of due) {
      await boss.send(EVALUATION_QUEUE, { id }, { singletonKey: id, priority })
    }
    for (;;) {
      const [job] = this.#work.isStopped ? [] : await boss.fetch<{ id: string }>(EVALUATION_QUEUE)
      if (!job) return
      const attempt = { id: job.id, retryCount: job.retryCount }
      try {
        await this.#evaluate(job.data.id)
        await boss.complete(EVALUATION_QUEUE, attempt)
      } catch (error) {
        this.#options.log.warn({ err: error, runbookId: job.data.id }, 'runbook not evaluated')
        await boss.fail(EVALUATION_QUEUE, attempt)
      }
    }
  }

  /** Those that somebody waits for are taken first. */
  async #due(): Promise<readonly { readonly id: string; readonly priority: 0 | 1 }[]> {
    const { database, clock } = this.#options
    const [wanted, asked] = [new Set(this.#wanted), new Map(this.#asked)]
    this.#wanted.clear()
    this.#asked.clear()
    if ((await currentRevisionNumber(database)) === 0) return []
    const evaluations = await listEvaluations(database)
    const due = listRunbookFiles().runbooks.filter(({ id, hash }) => {
      const last = evaluations.get(id)
      const isOld = last === undefined || clock.nowMs() - last.evaluatedAtMs >= EVERY_MS
      // Another worker, which heard the same, may have been faster.
      const isAsked = (last?.evaluatedAtMs ?? 0) < (asked.get(id) ?? 0)
      return isAsked || wanted.has(id) || isOld || last?.runbookHash !== hash
    })
    return due.map(({ id }) => ({ id, priority: asked.has(id) ? 1 : 0 }))
  }

  async #evaluate(id: string): Promise<void> {
    const { createRedactor, log } = this.#options
    const tools = { ...this.#options, looks: this.#looks, redactor: createRedactor() }
    const { status } = await evaluateRunbook(tools, getRunbookFile(id))
    log.info({ runbookId: id, status }, 'runbook evaluated')
  }
}

/** A target, or one that could be chosen when a run starts. */
function isAbout({ targets, parameters }: Runbook, node: string): boolean {
  return targets.includes(node) || parameters.some(({ options }) => options?.includes(node))
}
