import type { SharedLooks } from '@/lib/core/runbooks/action-definition'
import { LOOK_COUNTS_MS } from '@/lib/core/runbooks/evaluation'
import type { Clock } from '@/lib/core/time/clock'

interface Look {
  readonly atMs: number
  readonly answer: Promise<unknown>
}

/**
 * Changes of health come in crowds, and each has several runbooks evaluated: they share what is asked so often, as long
 * as a look counts. One that failed is nobody else's.
 */
export function createSharedLooks(clock: Clock): SharedLooks {
  const looks = new Map<string, Look>()
  return {
    share<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
      for (const [asked, { atMs }] of looks) if (clock.nowMs() - atMs >= LOOK_COUNTS_MS) looks.delete(asked)
      const known = looks.get(question)
      // Whoever asks the same question gets the same kind of answer.
      if (known) return known.answer as Promise<Answer>
      const look = { atMs: clock.nowMs(), answer: ask() }
      looks.set(question, look)
      look.answer.catch(() => looks.get(question) === look && looks.delete(question))
      return look.answer
    },
  }
}
