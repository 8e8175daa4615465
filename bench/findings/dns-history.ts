import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactChange, FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { factKey } from '@/lib/core/observed/fact-key'

type Answer = FactOf<'dns-answer'>
export type AnswerFact = ObservedFact<Answer>

const SERVERS = [
  { server: '192.0.2.53:53', serverRole: 'authoritative' },
  { server: '192.0.2.54:53', serverRole: 'authoritative' },
  { server: '192.0.2.55:53', serverRole: 'resolver' },
] as const
const TTL_SECONDS = 3_600
const HOUR_MS = 3_600_000
const SPOKEN = { source: 'probe', vantage: 'worker' } as const

/** What two authoritative servers and a resolver answer to each record of the zone. */
export function answersOf(inventory: Inventory, nowMs: number): readonly AnswerFact[] {
  const { zone = '', records = [] } = inventory.dns ?? {}
  return records.flatMap((record) =>
    SERVERS.map(({ server, serverRole }): AnswerFact => {
      const body: Answer = {
        kind: 'dns-answer',
        zone,
        server,
        serverRole,
        name: record.name === '@' ? zone : `${record.name}.${zone}`,
        type: record.type,
        rcode: 'NOERROR',
        isAuthoritative: serverRole === 'authoritative',
        isValidated: false,
        usedTcp: false,
        records: [{ ttl: TTL_SECONDS, data: record.stated }],
        glue: [],
        soa: null,
      }
      return {
        key: factKey(body, SPOKEN),
        body,
        ...SPOKEN,
        setBy: `dns/${server}`,
        observedAtMs: nowMs,
        sinceMs: nowMs - 30 * HOUR_MS,
        validUntilMs: nowMs + HOUR_MS,
      }
    }),
  )
}

/** How often the answers to one record changed within the week in which somebody may keep an older one. */
const CHANGES_OF_ONE = 2

/** A week in which each record was changed, at every server, as when a zone moves to another provider. */
export function historyOf(answers: readonly AnswerFact[], nowMs: number): readonly FactChange[] {
  return answers.flatMap(({ key, body, setBy }, index) =>
    Array.from({ length: CHANGES_OF_ONE }, (_, turn): FactChange => {
      const atMs = nowMs - (1 + ((index + turn * 71) % 160)) * HOUR_MS
      const from: Answer = {
        ...body,
        records: [{ ttl: turn === 0 ? 604_800 : TTL_SECONDS, data: `192.0.2.${turn}` }],
      }
      return { key, kind: 'dns-answer', setBy, vantage: SPOKEN.vantage, atMs, from, to: body }
    }),
  )
}

export interface AnswerChange {
  readonly answers: readonly AnswerFact[]
  /** What the change adds to the history. */
  readonly news: readonly FactChange[]
}

/** One record was changed at every authoritative server; the resolver still has what was said before. */
export function withOneChange(answers: readonly AnswerFact[], at: number, nowMs: number): AnswerChange {
  const name = answers[(at * SERVERS.length) % answers.length]?.body.name
  const isMeant = ({ body }: AnswerFact) => body.name === name && body.serverRole === 'authoritative'
  const news: FactChange[] = []
  const changed = answers.map((fact): AnswerFact => {
    if (!isMeant(fact)) return fact
    const { key, setBy, vantage, body } = fact
    const to = { ...body, records: [{ ttl: TTL_SECONDS, data: `198.51.100.${at % 250}` }] }
    news.push({ key, kind: body.kind, setBy, vantage, atMs: nowMs, from: body, to })
    return { ...fact, sinceMs: nowMs, body: to }
  })
  return { answers: changed, news }
}
