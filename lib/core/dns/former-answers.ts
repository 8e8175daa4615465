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

/** One change of what one server said, without all that nobody asks for later. */
interface Step {
  readonly atMs: number
  /** What the server said until then; null when it was no answer that others may keep. */
  readonly said: (Omit<FormerAnswer, 'keptUntilMs'> & { readonly keptForMs: number }) | null
  /** A server that falls silent goes on with what it said, as far as anybody knows. */
  readonly isAnswered: boolean
}

/**
 * What zones said before, out of the history of what was observed. It grows with the history: only what was added is
 * read, and while nothing was added and nothing ended the same list is returned.
 */
export class FormerAnswers {
  readonly #steps = new Map<string, readonly Step[]>()
  readonly #ofKey = new Map<string, readonly FormerAnswer[]>()
  #answers: readonly FormerAnswer[] = []
  /** Until then nothing ends, in epoch milliseconds; null while something added is not read yet. */
  #endsAtMs: number | null = Number.POSITIVE_INFINITY

  /** Changes in any order, each once. */
  add(changes: readonly FactChange[]): void {
    const added = new Map<string, Step[]>()
    for (const { key, kind, atMs, from, to } of changes) {
      if (kind !== 'dns-answer') continue
      const steps = added.get(key)
      const step = { atMs, said: saidIn(from), isAnswered: isAnswer(to) && to.rcode !== 'timeout' }
      if (steps === undefined) added.set(key, [step])
      else steps.push(step)
    }
    for (const [key, steps] of added) {
      this.#steps.set(
        key,
        [...(this.#steps.get(key) ?? []), ...steps].sort((one, other) => one.atMs - other.atMs),
      )
      this.#ofKey.delete(key)
      this.#endsAtMs = null
    }
  }

  /** What somebody may still keep at the instant. */
  at(nowMs: number): readonly FormerAnswer[] {
    if (this.#endsAtMs !== null && nowMs < this.#endsAtMs) return this.#answers
    const answers: FormerAnswer[] = []
    let endsAtMs = Number.POSITIVE_INFINITY
    for (const [key, steps] of this.#steps) {
      const [first] = steps
      if (first !== undefined && first.atMs < nowMs - LONGEST_KEPT_MS) this.#forget(key, nowMs)
      for (const answer of this.#answersOf(key)) {
        const { keptUntilMs } = answer
        if (keptUntilMs !== null && keptUntilMs <= nowMs) continue
        answers.push(answer)
        endsAtMs = Math.min(endsAtMs, keptUntilMs ?? Number.POSITIVE_INFINITY)
      }
      const oldest = this.#steps.get(key)?.[0]
      if (oldest !== undefined) endsAtMs = Math.min(endsAtMs, oldest.atMs + LONGEST_KEPT_MS + 1)
    }
    this.#answers = answers
    this.#endsAtMs = endsAtMs
    return answers
  }

  /** What happened so long ago matters to nobody any more. */
  #forget(key: string, nowMs: number): void {
    const steps = (this.#steps.get(key) ?? []).filter(({ atMs }) => atMs >= nowMs - LONGEST_KEPT_MS)
    if (steps.length === 0) this.#steps.delete(key)
    else this.#steps.set(key, steps)
    this.#ofKey.delete(key)
  }

  #answersOf(key: string): readonly FormerAnswer[] {
    const known = this.#ofKey.get(key)
    if (known !== undefined) return known
    const answers = answersOf(this.#steps.get(key) ?? [])
    this.#ofKey.set(key, answers)
    return answers
  }
}

/** Each answer was given until the next one: silence between them ends nothing. */
function answersOf(steps: readonly Step[]): readonly FormerAnswer[] {
  let nextAtMs: number | null = null
  const answers: FormerAnswer[] = []
  for (const { atMs, said, isAnswered } of steps.toReversed()) {
    if (isAnswered) nextAtMs = atMs
    if (said === null) continue
    const { keptForMs, ...answer } = said
    answers.push({ ...answer, keptUntilMs: nextAtMs === null ? null : nextAtMs + keptForMs })
  }
  return answers.reverse()
}

function saidIn(from: FactChange['from']): Step['said'] {
  if (!isAnswer(from) || from.serverRole !== 'authoritative' || from.rcode !== 'NOERROR') return null
  const { name, type, records } = from
  return { name, type, data: records.map(({ data }) => data), keptForMs: keptForMs(from) }
}

function isAnswer(body: FactChange['from']): body is Answer {
  return body?.kind === 'dns-answer'
}

function keptForMs({ records }: Answer): number {
  return Math.min(Math.max(0, ...records.map(({ ttl }) => ttl)) * 1_000, LONGEST_KEPT_MS)
}
