import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { declaredData } from './declared-data'
import { hasPlaceholder } from './dns-value'
import { formatZoneFile } from './zone-file/format-zone-file'
import { parseZoneFile } from './zone-file/parse-zone-file'
import type { ZoneRecord } from './zone-file/zone-record'

type DeclaredZone = NonNullable<Inventory['dns']>
type DeclaredRecord = DeclaredZone['records'][number]
type DnsFact = ObservedFact<FactOf<'dns-answer'>>

/** What resolvers keep a record for when nobody has declared how long, in seconds. */
const UNDECLARED_TTL = 300
/** Without these a server loads no zone; where they are not declared, they are written as they are served. */
const neededTypes = ['SOA', 'NS'] as const

/**
 * The declared zone as a master file. What cannot be a record (a placeholder without its value, data that a server
 * would refuse) and where SOA and NS come from stands in comments: the file says no more than is known.
 */
export function declaredZoneFile(dns: DeclaredZone, facts: readonly DnsFact[], nowMs: number): string {
  const read = dns.records.map((record) => readDeclared(record, dns))
  const records = read.flatMap((each) => ('record' in each ? [each.record] : []))
  const leftOut = read.flatMap((each) => ('reason' in each ? [each] : []))
  const needed = neededTypes.map((type) => neededRecords(type, records, { dns, facts, nowMs }))
  const isTtlAssumed = dns.defaultTtlSeconds === undefined && dns.records.some((each) => !each.ttlSeconds)
  const head = [
    `The declared zone ${dns.zone}.`,
    ...(isTtlAssumed ? [`Where no TTL is declared, ${UNDECLARED_TTL} s are written.`] : []),
    ...needed.map(({ note }) => note),
    ...leftOut.map(({ stated, reason }) => `Left out: ${stated} (${reason})`),
  ]
  const all = [...needed.flatMap(({ added }) => added), ...records]
  return `${head.filter(Boolean).map(comment).join('\n')}\n${formatZoneFile(all, dns.zone)}`
}

type Read = { readonly record: ZoneRecord } | { readonly stated: string; readonly reason: string }

function readDeclared(declared: DeclaredRecord, dns: DeclaredZone): Read {
  const { name, type, stated, value, ttlSeconds } = declared
  const words = `${name} ${type} ${value ?? stated}`
  if (value === undefined && hasPlaceholder(stated)) return { stated: words, reason: 'no value is known' }
  const ttl = ttlSeconds ?? dns.defaultTtlSeconds ?? UNDECLARED_TTL
  return readRecord(`${name} ${ttl} IN ${type} ${declaredData(type, value ?? stated)}`, dns.zone, words)
}

function readRecord(line: string, zone: string, stated: string): Read {
  const { records, problems } = parseZoneFile(line.replace(/[\r\n]+/g, ' '), zone)
  const [record] = records
  if (record !== undefined) return { record }
  return { stated, reason: problems[0]?.reason ?? 'it is no record' }
}

interface Surroundings {
  readonly dns: DeclaredZone
  readonly facts: readonly DnsFact[]
  readonly nowMs: number
}

function neededRecords(
  type: (typeof neededTypes)[number],
  declared: readonly ZoneRecord[],
  { dns, facts, nowMs }: Surroundings,
): { readonly added: readonly ZoneRecord[]; readonly note: string } {
  const isAtApex = ({ name }: ZoneRecord) => name.toLowerCase() === `${dns.zone}.`.toLowerCase()
  if (declared.some((record) => record.type === type && isAtApex(record))) return { added: [], note: '' }
  const served = facts.find(
    (fact) =>
      isFresh(fact, nowMs) &&
      fact.body.serverRole === 'authoritative' &&
      fact.body.name === dns.zone.toLowerCase() &&
      fact.body.type === type &&
      fact.body.records.length > 0,
  )
  if (served === undefined) {
    return {
      added: [],
      note: `No ${type} is declared, and none was seen: a server does not load the zone so.`,
    }
  }
  const added = served.body.records.flatMap(({ ttl, data }) => {
    const read = readRecord(`@ ${ttl} IN ${type} ${declaredData(type, data)}`, dns.zone, data)
    return 'record' in read ? [read.record] : []
  })
  return { added, note: `No ${type} is declared: written as ${served.body.server} serves it.` }
}

function comment(words: string): string {
  return `; ${words.replace(/[\r\n]+/g, ' ')}`
}
