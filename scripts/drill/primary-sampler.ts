import { setTimeout as pause } from 'node:timers/promises'
import { whoTakesWrites } from './cluster'

const EVERY_MS = 100

/** Asks all database servers all the time who takes writes. More than one, ever, is a split brain. */
export class PrimarySampler {
  maximum = 0
  samples = 0
  worst: readonly string[] = []
  #isStopped = false
  readonly #work: Promise<void>

  constructor() {
    this.#work = this.#sample()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#work
  }

  async #sample(): Promise<void> {
    while (!this.#isStopped) {
      const writable = await whoTakesWrites()
      this.samples += 1
      if (writable.length > this.maximum) {
        this.maximum = writable.length
        this.worst = writable
      }
      await pause(EVERY_MS)
    }
  }
}
