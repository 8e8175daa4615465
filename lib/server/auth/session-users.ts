import type { Clock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import { findUser, type UserRecord } from '@/lib/server/repositories/user.repository'

/** How long a session may outlive a change of role or password, or a disabled account. */
const KEEP_MS = 5_000
const MOST_KEPT = 10_000

export interface SessionUsers {
  /** The person now, as of at most five seconds ago; undefined when there is none. */
  find(id: string): Promise<UserRecord | undefined>
  /** Forgets one person, so that this process sees a change at once. */
  forget(id: string): void
}

export function createSessionUsers(database: Database, clock: Clock): SessionUsers {
  const kept = new Map<string, { readonly user: UserRecord | undefined; readonly readAtMs: number }>()
  return {
    async find(id) {
      const known = kept.get(id)
      if (known && clock.nowMs() - known.readAtMs < KEEP_MS) return known.user
      const readAtMs = clock.nowMs()
      const user = await findUser(database, id)
      if (kept.size >= MOST_KEPT) kept.clear()
      kept.set(id, { user, readAtMs })
      return user
    },
    forget: (id) => {
      kept.delete(id)
    },
  }
}
