import type { Log } from '@/lib/server/log'

interface RepeatedWorkOptions {
  readonly everyMs: number
  readonly work: () => Promise<void>
  readonly log: Log
  /** What the log says when the work failed: what was not done. It is tried again at its next time. */
  readonly failure: string
}

/** Work done at once, again and again, and when asked: never twice at a time. Asked while at it, it is done once more. */
export class RepeatedWork {
  readonly #options: RepeatedWorkOptions
  #timer: NodeJS.Timeout | undefined
  #working = Promise.resolve()
  #isWorking = false
  #isWanted = false
  #isStopped = false

  constructor(options: RepeatedWorkOptions) {
    this.#options = options
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  start(): void {
    this.#timer = setInterval(() => this.ask(), this.#options.everyMs)
    this.ask()
  }

  ask(): void {
    this.#isWanted = true
    if (!this.#isWorking) this.#working = this.#workWhileWanted()
  }

  /** Begins nothing more, and ends with what is being done. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#working
  }

  async #workWhileWanted(): Promise<void> {
    this.#isWorking = true
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false
      await this.#options.work().catch((error: unknown) => {
        this.#options.log.warn({ err: error }, this.#options.failure)
      })
    }
    this.#isWorking = false
  }
}
