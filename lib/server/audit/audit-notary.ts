import type { KeyObject } from 'node:crypto'
import type { Clock } from '@/lib/core/time/clock'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { Database } from '@/lib/server/db/prisma'
import { RepeatedWork } from '@/lib/server/jobs/repeated-work'
import type { Log } from '@/lib/server/log'
import {
  countLeaves,
  findNewestCheckpoint,
  insertCheckpoint,
  listLeafHashes,
  lockCheckpoints,
} from '@/lib/server/repositories/audit-tree.repository'
import { AUDIT_ORIGIN } from './audit-key'
import { treeRoot } from './merkle-tree'
import { checkpointText, signNote, verifierKey } from './signed-note'

const LOOK_EVERY_MS = 30_000
/** So many new entries are signed at once; fewer wait for the minute, and nothing for the hour. */
const MANY_ENTRIES = 100
const MINUTE_MS = 60_000
/** An hour in which nothing happened is signed too: silence is evidence. */
const HOUR_MS = 3_600_000

interface NotaryOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly key: () => KeyObject
}

/** Signs what the audit log holds, so that nobody can take entries out of it unseen. */
export class AuditNotary {
  readonly #options: NotaryOptions
  readonly #work: RepeatedWork

  constructor(options: NotaryOptions) {
    this.#options = options
    this.#work = new RepeatedWork({
      everyMs: LOOK_EVERY_MS,
      work: () => this.signIfDue(),
      log: options.log,
      failure: 'audit log not signed, trying again',
    })
  }

  start(): void {
    this.#work.start()
  }

  async close(): Promise<void> {
    await this.#work.stop()
  }

  /** Makes a checkpoint when one is due. Of several workers one makes it. */
  async signIfDue(): Promise<void> {
    const { database, clock, key } = this.#options
    const now = new Date(clock.nowMs())
    await inTransaction(database, async (transaction) => {
      await lockCheckpoints(transaction)
      const [last, size] = [await findNewestCheckpoint(transaction), await countLeaves(transaction)]
      const ageMs = last ? now.getTime() - last.at.getTime() : HOUR_MS
      const added = size - (last?.size ?? 0)
      const isDue =
        added >= MANY_ENTRIES || (added > 0 && ageMs >= MINUTE_MS) || (size > 0 && ageMs >= HOUR_MS)
      if (!isDue) return
      const root = treeRoot(await listLeafHashes(transaction, size))
      const privateKey = key()
      const note = signNote(checkpointText({ origin: AUDIT_ORIGIN, size, root }), AUDIT_ORIGIN, privateKey)
      const rootHash = root.toString('hex')
      const signer = verifierKey(AUDIT_ORIGIN, privateKey)
      await insertCheckpoint(transaction, { size, at: now, rootHash, note, verifierKey: signer })
    })
  }
}
