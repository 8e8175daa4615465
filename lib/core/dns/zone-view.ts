import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { type Delegation, delegationsOf } from './delegation'
import { type DeclaredRecord, type RecordVerdict, recordVerdict, worstRecordVerdict } from './record-verdict'

type DnsFact = ObservedFact<FactOf<'dns-answer'>>

export interface ServerAnswer {
  readonly server: string
  readonly role: FactOf<'dns-answer'>['serverRole']
  readonly fact: DnsFact
  readonly isStale: boolean
  readonly verdict: RecordVerdict
}

/** All records of one name and type, beside what each server answers. */
export interface RecordRow {
  readonly name: string
  readonly type: string
  readonly declared: readonly DeclaredRecord[]
  readonly verdict: RecordVerdict
  readonly answers: readonly ServerAnswer[]
  /** Servers whose answers agree with each other no more: a change is spreading, or one is left behind. */
  readonly isSpreading: boolean
}

export interface ZoneServerView {
  readonly server: string
  readonly role: FactOf<'dns-answer'>['serverRole']
  readonly serial: number | null
  /** It answers with a serial older than the newest among the authoritative servers. */
  readonly isBehind: boolean
  readonly isAuthoritative: boolean
  readonly isStale: boolean
}

export interface ZoneView {
  readonly rows: readonly RecordRow[]
  readonly servers: readonly ZoneServerView[]
  readonly delegations: readonly Delegation[]
  readonly dnssec: {
    readonly isDeclaredSigned: boolean | null
    readonly hasKeys: boolean | null
    readonly isValidated: boolean | null
  }
}

/** The zone as declared beside what each server says over the wire. Null when no zone is declared. */
export function zoneView(inventory: Inventory, facts: readonly DnsFact[], nowMs: number): ZoneView | null {
  const { dns } = inventory
  if (dns === undefined) return null
  const own = facts.filter(({ body }) => body.zone === dns.zone)
  const groups = Map.groupBy(dns.records, (record) => `${absoluteName(record.name, dns.zone)} ${record.type}`)
  const rows = [...groups].map(([key, declared]) => rowOf(key, declared, { facts: own, nowMs }))
  const soa = own.filter(({ body }) => body.type === 'SOA' && body.name === dns.zone)
  const fresh = own.filter((fact) => isFresh(fact, nowMs))
  const keys = fresh.filter(({ body }) => body.type === 'DNSKEY' && body.rcode === 'NOERROR')
  const resolved = fresh.filter(({ body }) => body.serverRole === 'resolver' && body.rcode === 'NOERROR')
  return {
    rows,
    servers: serversOf(soa, nowMs),
    delegations: delegationsOf(dns.zone.toLowerCase(), own, nowMs),
    dnssec: {
      isDeclaredSigned: dns.dnssec?.isSigned ?? null,
      hasKeys: keys.length === 0 ? null : keys.some(({ body }) => body.records.length > 0),
      isValidated: resolved.length === 0 ? null : resolved.every(({ body }) => body.isValidated),
    },
  }
}

export function absoluteName(name: string, zone: string): string {
  return (name === '@' ? zone : `${name}.${zone}`).toLowerCase()
}

function rowOf(
  key: string,
  declared: readonly DeclaredRecord[],
  { facts, nowMs }: { readonly facts: readonly DnsFact[]; readonly nowMs: number },
): RecordRow {
  const [name = '', type = ''] = key.split(' ')
  const answers = facts
    .filter(({ body }) => body.name === name && body.type === type)
    .map((fact): ServerAnswer => {
      const isStale = !isFresh(fact, nowMs)
      const verdict = recordVerdict(declared, { body: fact.body, isStale })
      return { server: fact.body.server, role: fact.body.serverRole, fact, isStale, verdict }
    })
  const said = answers
    .filter(({ isStale, verdict }) => !isStale && verdict !== 'no-answer')
    .map(({ fact }) => fact.body.records.map(({ data }) => data).join('\n'))
  const verdicts = answers.map(({ verdict }) => verdict)
  return {
    name,
    type,
    declared,
    verdict: verdicts.length === 0 ? 'not-observed' : worstRecordVerdict(verdicts),
    answers,
    isSpreading: new Set(said).size > 1,
  }
}

function serversOf(soa: readonly DnsFact[], nowMs: number): readonly ZoneServerView[] {
  const serials = soa.flatMap(({ body }) => body.soa?.serial ?? [])
  const newest = serials.reduce(
    (best, serial) => (isNewerSerial(serial, best) ? serial : best),
    serials[0] ?? 0,
  )
  return soa.map((fact) => {
    const serial = fact.body.soa?.serial ?? null
    return {
      server: fact.body.server,
      role: fact.body.serverRole,
      serial,
      isBehind: serial !== null && isNewerSerial(newest, serial),
      isAuthoritative: fact.body.isAuthoritative,
      isStale: !isFresh(fact, nowMs),
    }
  })
}

/** RFC 1982: serials go round, so the newer is the one at most half the circle ahead. */
export function isNewerSerial(one: number, other: number): boolean {
  const ahead = (one - other) >>> 0
  return ahead !== 0 && ahead < 0x8000_0000
}
