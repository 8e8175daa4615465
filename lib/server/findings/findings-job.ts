import { createEvaluator, type Evaluator } from '@/lib/core/findings/evaluate-rules'
import { rules } from '@/lib/core/findings/registry'
import type { HubMessage } from '@/lib/server/live/event-hub'
import type { Log } from '@/lib/server/log'
import { storeResults } from '@/lib/server/services/findings/store-results'
import { FindingSources, type FindingSourcesOptions } from './finding-sources'

/** Changes that come together are looked at together. */
const GATHER_MS = 250
/** Facts grow stale, waivers end and days change without anybody telling. */
const TICK_MS = 30_000
const RETRY_MS = 5_000

interface FindingsJobOptions extends FindingSourcesOptions {
  readonly log: Log
  readonly gatherMs?: number
  /** After a look that failed. */
  readonly retryMs?: number
  /** Whether this worker is the one that judges; every one is where nobody says. */
  readonly isMine?: () => boolean
}

/**
 * Judges the estate on each change of the inventory or the facts, and on the clock. Of several workers one does: the
 * others hear the same, and look as soon as it has become theirs.
 */
export class FindingsJob {
  readonly #options: FindingsJobOptions
  readonly #sources: FindingSources
  readonly #evaluator: Evaluator = createEvaluator(rules)
  #timer: NodeJS.Timeout | undefined
  #ticker: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isWanted = false
  #isStopped = false

  constructor(options: FindingsJobOptions) {
    this.#options = options
    this.#sources = new FindingSources(options)
  }

  start(): void {
    this.#ticker = setInterval(() => this.#request(), TICK_MS)
    this.#request()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#ticker)
    clearTimeout(this.#timer)
    await this.#running
  }

  hear(message: HubMessage): void {
    if (message.kind === 'gap') this.#request()
    if (message.kind !== 'event') return
    const { kind } = message.event.body
    if (kind === 'inventory-applied' || kind === 'facts-changed' || kind === 'runbooks-evaluated')
      this.#request()
  }

  /** Looks now: what workers there are has changed, so it may have become this one's. */
  lookAgain(): void {
    this.#request()
  }

  #request(waitMs = this.#options.gatherMs ?? GATHER_MS): void {
    if (this.#isStopped) return
    this.#isWanted = true
    if (this.#running !== undefined || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#running = this.#run().finally(() => {
        this.#running = undefined
        if (this.#isWanted) this.#request()
      })
    }, waitMs)
  }

  async #run(): Promise<void> {
    this.#isWanted = false
    if (this.#options.isMine?.() === false) return
    const { database, clock, log } = this.#options
    try {
      const startedAtMs = performance.now()
      const atMs = clock.nowMs()
      const source = await this.#sources.load(atMs)
      if (source === undefined || this.#isStopped) return
      const results = this.#evaluator.evaluate(source.input)
      const { provenance, newest, unseen } = source
      const { changed } = await storeResults(database, { results, provenance, newest, atMs, unseen })
      for (const { rule, error } of results) {
        if (error !== undefined && this.#evaluator.lastEvaluated.includes(rule.id)) {
          log.error({ err: error, rule: rule.id }, 'a finding rule broke')
        }
      }
      const durationMs = Math.round(performance.now() - startedAtMs)
      if (changed > 0)
        log.info({ changed, rules: this.#evaluator.lastEvaluated.length, durationMs }, 'findings changed')
    } catch (error) {
      if (this.#isStopped) return
      log.warn({ err: error }, 'findings not evaluated, trying again')
      setTimeout(() => this.#request(), this.#options.retryMs ?? RETRY_MS).unref()
    }
  }
}
