import { AppError } from '@/lib/core/errors/app-error'
import { isDatabaseAway } from '@/lib/server/db/database-away'
import { withDeadline } from '@/lib/server/deadline'
import type { WebRuntime } from '@/lib/server/runtime'
import { findSession, type Session } from './session'

export type PageSession =
  | { readonly kind: 'signed-in'; readonly session: Session }
  | { readonly kind: 'signed-out' }
  /** Who asks cannot be told: the database does not answer. */
  | { readonly kind: 'database-away' }

/** A page that waits longer says nothing to the person who waits for it. */
const DEADLINE_MS = 6_000

/** The session of a page's request; a database that is away is an answer here, so that the page can say so. */
export async function findPageSession(runtime: WebRuntime, cookies: string | null): Promise<PageSession> {
  try {
    const session = await withDeadline(findSession(runtime, cookies), DEADLINE_MS)
    return session ? { kind: 'signed-in', session } : { kind: 'signed-out' }
  } catch (error) {
    const isLate = error instanceof AppError && error.code === 'unavailable'
    if (!isLate && !isDatabaseAway(error)) throw error
    runtime.log.warn({ err: error }, 'a page was asked for while the database is away')
    return { kind: 'database-away' }
  }
}
