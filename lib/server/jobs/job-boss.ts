import type { PgBoss } from 'pg-boss'
import type { Log } from '@/lib/server/log'
import { createBoss } from './job-queues'

/** The one connection of a worker to the job queues. */
export class JobBoss {
  readonly #url: string
  readonly #log: Log
  #boss: Promise<PgBoss> | undefined

  constructor({ url, log }: { readonly url: string; readonly log: Log }) {
    this.#url = url
    this.#log = log
  }

  /** Opened when it is first needed, and again when that failed: a database that is away is no reason to end. */
  open(): Promise<PgBoss> {
    const onError = (error: unknown) => this.#log.warn({ err: error }, 'job queue in trouble')
    this.#boss ??= createBoss({ url: this.#url, onError })
      .start()
      .catch((error: unknown) => {
        this.#boss = undefined
        throw error
      })
    return this.#boss
  }

  async close(): Promise<void> {
    const boss = await this.#boss?.catch(() => undefined)
    await boss?.stop({ graceful: false })
  }
}
