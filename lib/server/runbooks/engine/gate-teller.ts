import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { type GateNotice, gateNotices } from '@/lib/core/runbooks/gate-notice'
import type { RunRecord, StepRecord } from '@/lib/core/runbooks/journal'
import type { Log } from '@/lib/server/log'
import { tellPeople } from '../tell-people'

const TELL_WITHIN_MS = 10_000

interface GateTellerOptions {
  contextOf(run: RunRecord, step: StepRecord, signal: AbortSignal): ActionContext
  readonly log: Log
}

/** Tells people that a run has begun, or waits for one of them. The run does not wait for its messages. */
export class GateTeller {
  readonly #options: GateTellerOptions
  readonly #told = new Set<string>()
  readonly #leaving = new AbortController()
  readonly #telling = new Set<Promise<void>>()

  constructor(options: GateTellerOptions) {
    this.#options = options
  }

  look(run: RunRecord): void {
    for (const notice of gateNotices(run)) {
      if (this.#told.has(notice.key)) continue
      this.#told.add(notice.key)
      const telling = this.#tell(run, notice).finally(() => this.#telling.delete(telling))
      this.#telling.add(telling)
    }
  }

  /** Ends what is under way: whoever hosts the run next sends what was not delivered. */
  async close(): Promise<void> {
    this.#leaving.abort(new Error('the run is left'))
    await Promise.all(this.#telling)
  }

  async #tell(run: RunRecord, { step, channels, message }: GateNotice): Promise<void> {
    const signal = AbortSignal.any([this.#leaving.signal, AbortSignal.timeout(TELL_WITHIN_MS)])
    try {
      await tellPeople(channels, message, this.#options.contextOf(run, step, signal))
    } catch (error) {
      this.#options.log.warn({ err: error, runId: run.id, stepKey: step.key }, 'people not told of a gate')
    }
  }
}
