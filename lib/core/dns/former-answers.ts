import type { FactChange, FactOf } from '@/lib/core/observed/fact'

/** Resolvers keep nothing for longer (RFC 8767 s.4). */
export const LONGEST_KEPT_MS = 604_800_000

/** What an authoritative server said before: whoever asked it then may keep it for as long as its TTL said. */
export interface FormerAnswer {
  /** As in `dns-answer` facts. */
  readonly name: string
  readonly type: string
  readonly data: readonly string[]
  /** When the last copy of it must be gone, in epoch milliseconds; null while no other answer followed. */
  readonly keptUntilMs: number | null
}

type Answer = FactOf<'dns-answer'>

/** Read from the history of what was observed; what nobody can still keep is left out. */
export function formerAnswers(changes: readonly FactChange[], nowMs: number): readonly FormerAnswer[] {
  const byKey = Map.groupBy(changes, ({ key }) => key)
  return [...byKey.values()].flatMap((own) => {
    const inOrder = own.toSorted((one, other) => one.atMs - other.atMs)
    return inOrder.flatMap(({ from }, at): readonly FormerAnswer[] => {
      if (!isGiven(from)) return []
      // A server that falls silent goes on with what it said, as far as anybody knows.
      const next = inOrder.slice(at).find(({ to }) => to !== null && isAnswer(to) && to.rcode !== 'timeout')
      const keptUntilMs = next === undefined ? null : next.atMs + keptForMs(from)
      if (keptUntilMs !== null && keptUntilMs <= nowMs) return []
      const { name, type, records } = from
      return [{ name, type, data: records.map(({ data }) => data), keptUntilMs }]
    })
  })
}

function isAnswer(body: FactChange['from']): body is Answer {
  return body?.kind === 'dns-answer'
}

function isGiven(body: FactChange['from']): body is Answer {
  return isAnswer(body) && body.serverRole === 'authoritative' && body.rcode === 'NOERROR'
}

function keptForMs({ records }: Answer): number {
  return Math.min(Math.max(0, ...records.map(({ ttl }) => ttl)) * 1_000, LONGEST_KEPT_MS)
}
