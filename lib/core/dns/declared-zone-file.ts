import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { declaredData } from './declared-data'
import { readDeclared, readRecord, UNDECLARED_TTL } from './read-declared'
import { markUndeclared } from './undeclared-mark'
import { formatZoneFile } from './zone-file/format-zone-file'
import type { ZoneDefaultTtl, ZoneRecord } from './zone-file/zone-record'

type DeclaredZone = NonNullable<Inventory['dns']>
type DnsFact = ObservedFact<FactOf<'dns-answer'>>

/** Without these a server loads no zone; where they are not declared, they are written as they are served. */
const neededTypes = ['SOA', 'NS'] as const

/**
 * The declared zone as a master file. What cannot be a record (a placeholder without its value, data that a server
 * would refuse) and where SOA and NS come from stands in comments: the file says no more than is known, and what a
 * server needs beyond it is marked as undeclared, so that importing the file again declares nothing new.
 */
export function declaredZoneFile(dns: DeclaredZone, facts: readonly DnsFact[], nowMs: number): string {
  const read = dns.records.map((record) => readDeclared(record, dns))
  const records = read.flatMap((each) => ('record' in each ? [each.record] : []))
  const leftOut = read.flatMap((each) => ('reason' in each ? [each] : []))
  const needed = neededTypes.map((type) => neededRecords(type, records, { dns, facts, nowMs }))
  const defaultTtl = defaultTtlFor(dns, records)
  const marked = [...(defaultTtl ? [defaultTtl] : []), ...needed.flatMap(({ added }) => added)]
  const head = [
    `The declared zone ${dns.zone}.`,
    marked.some(({ comment }) => comment !== '')
      ? 'What is marked as undeclared is there for servers; an import leaves it undeclared.'
      : '',
    ...needed.map(({ note }) => note),
    ...leftOut.map(({ stated, reason }) => `Left out: ${stated} (${reason})`),
  ]
  const all = [...needed.flatMap(({ added }) => added), ...records]
  return `${head.filter(Boolean).map(comment).join('\n')}\n${formatZoneFile(all, dns.zone, defaultTtl)}`
}

/** A server takes no record without a TTL: where none is declared, one is assumed once, above all records. */
function defaultTtlFor(
  { defaultTtlSeconds }: DeclaredZone,
  records: readonly ZoneRecord[],
): ZoneDefaultTtl | undefined {
  if (defaultTtlSeconds !== undefined) return { seconds: defaultTtlSeconds, comment: '' }
  if (!records.some(({ hasDefaultTtl }) => hasDefaultTtl)) return undefined
  return { seconds: UNDECLARED_TTL, comment: markUndeclared('servers need one') }
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
    const read = readRecord(`@ ${ttl} IN ${type} ${declaredData(type, data)}`, data, dns)
    if (!('record' in read)) return []
    return [{ ...read.record, comment: markUndeclared(`as ${served.body.server} serves it`) }]
  })
  return { added, note: `No ${type} is declared: written as ${served.body.server} serves it.` }
}

function comment(words: string): string {
  return `; ${words.replace(/[\r\n]+/g, ' ')}`
}
