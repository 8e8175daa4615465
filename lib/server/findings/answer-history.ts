import { type FormerAnswer, FormerAnswers, LONGEST_KEPT_MS } from '@/lib/core/dns/former-answers'
import type { Database } from '@/lib/server/db/prisma'
import { listFactChanges } from '@/lib/server/repositories/fact-change.repository'

/** A change is written at most so long after it was observed, however busy whoever writes it is. */
const LATEST_MS = 15 * 60_000

/** Follows the history of DNS answers: a week of it once, and then what was added. */
export class AnswerHistory {
  readonly #database: Database
  readonly #former = new FormerAnswers()
  /** Rows that were read, with their instants, as long as they are read again. */
  readonly #seen = new Map<bigint, number>()
  #readAtMs: number | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** What resolvers may still keep of what zones said before. */
  async load(nowMs: number): Promise<readonly FormerAnswer[]> {
    const sinceMs = this.#readAtMs === undefined ? nowMs - LONGEST_KEPT_MS : this.#readAtMs - LATEST_MS
    const changes = await listFactChanges(this.#database, { kinds: ['dns-answer'], sinceMs })
    const fresh = changes.filter(({ id }) => !this.#seen.has(id))
    for (const { id, atMs } of fresh) this.#seen.set(id, atMs)
    for (const [id, atMs] of this.#seen) if (atMs < nowMs - LATEST_MS) this.#seen.delete(id)
    // Rows of one instant in the order in which they were written.
    this.#former.add(fresh.toReversed())
    this.#readAtMs = nowMs
    return this.#former.at(nowMs)
  }
}
