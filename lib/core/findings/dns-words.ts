import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { groupBy, groupedBy, keptBy, mappedBy } from './kept-by'
import type { FindingInput, RuleStatement } from './rule-definition'
import { stated } from './statements'
import { canonicalAddress, isCloudflareAddress } from './tables/addresses'

type Dns = NonNullable<Inventory['dns']>
export type DnsAnswer = ObservedFact<FactOf<'dns-answer'>>

/** A declared record with its absolute name and its concrete data. */
export interface ZoneRecord {
  readonly record: Dns['records'][number]
  /** Absolute, lower case, without the trailing dot. */
  readonly name: string
  readonly type: string
  readonly data: string
  /** `10 mx1.smtp.de` → `mx1.smtp.de`: the host that MX, NS, CNAME, SRV and PTR lead to. */
  readonly target: string | undefined
}

const resolvedIn = new Map<string, (records: Dns['records']) => readonly ZoneRecord[]>()
const named = groupedBy((record: ZoneRecord) => record.name)
const typed = groupedBy((record: ZoneRecord) => record.type)

export function zoneRecords({ inventory }: FindingInput): readonly ZoneRecord[] {
  return inventory.dns === undefined ? none : resolved(inventory.dns)
}

const none: readonly ZoneRecord[] = []

function resolved({ zone, records }: Dns): readonly ZoneRecord[] {
  const known = resolvedIn.get(zone)
  const resolveAll = known ?? mappedBy((record: Dns['records'][number]) => resolve(zone, record))
  if (known === undefined) resolvedIn.set(zone, resolveAll)
  return resolveAll(records)
}

export function recordsOfType(input: FindingInput, ...types: readonly string[]): readonly ZoneRecord[] {
  const byType = typed(zoneRecords(input))
  return types.flatMap((type) => byType.get(type) ?? [])
}

export function recordsNamed(input: FindingInput, name: string): readonly ZoneRecord[] {
  return named(zoneRecords(input)).get(name) ?? []
}

export function recordNames(input: FindingInput): readonly (readonly [string, readonly ZoneRecord[]])[] {
  return [...named(zoneRecords(input))]
}

/** The records of one name by their type. */
export const recordSets = keptBy((records: readonly ZoneRecord[]) => [
  ...groupBy(records, (record) => record.type),
])

/** TXT data at a name of the zone that begins as asked, from the inventory. */
export function textsAt(input: FindingInput, name: string, start: RegExp): readonly ZoneRecord[] {
  return recordsNamed(input, name).filter((each) => each.type === 'TXT' && start.test(each.data.trim()))
}

export function recordStatement(
  each: ZoneRecord,
  value = `${each.name} ${each.type} ${each.data}`,
): RuleStatement {
  return stated('DNS record', each.record, each.record.value === undefined ? 'stated' : 'value', value)
}

/** The provider answers for it with addresses of its own: so declared, or an address of its ranges. */
export function isProxiedRecord(each: ZoneRecord): boolean {
  return each.record.isProxied ?? isCloudflareAddress(each.data)
}

/** What all servers answered, question by question. */
export function answersByQuestion(input: FindingInput): ReadonlyMap<string, readonly DnsAnswer[]> {
  return answerIndex(input.factsOf('dns-answer'))
}

export function answersTo(input: FindingInput, name: string, type: string): readonly DnsAnswer[] {
  return answerIndex(input.factsOf('dns-answer')).get(`${name} ${type}`) ?? []
}

const answerIndex = groupedBy(({ body }: DnsAnswer) => `${body.name} ${body.type}`)

/** What a server answered, in one spelling and order, as a text of its own. */
export const answeredData = (fact: DnsAnswer): string => answeredBy(fact.body)

// Looks that found the same share the body of their answer.
const answeredBy = keptBy(({ type, records }: DnsAnswer['body']) =>
  dataText(
    type,
    records.map(({ data }) => data),
  ),
)

/** The data of a record set, in one spelling and order. */
export function dataText(type: string, data: readonly string[]): string {
  return data
    .map((each) => comparable(type, each))
    .sort()
    .join('\n')
}

export function authoritativeAnswers(input: FindingInput, name: string, type: string): readonly DnsAnswer[] {
  return answersTo(input, name, type).filter(isOfTheZone)
}

/** Whether it is what an authoritative server serves. */
export function isOfTheZone({ body }: DnsAnswer): boolean {
  return body.serverRole === 'authoritative' && body.rcode === 'NOERROR'
}

export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** Text as records hold it: strings of at most 255 bytes, quoted or not, joined. */
export function joinedText(data: string): string {
  const parts = data.match(/"((?:[^"\\]|\\.)*)"/g)
  return parts === null ? data : parts.map((part) => part.slice(1, -1).replace(/\\(.)/g, '$1')).join('')
}

function resolve(zone: string, record: Dns['records'][number]): ZoneRecord {
  const own = record.name.endsWith('.') ? record.name : record.name === '@' ? zone : `${record.name}.${zone}`
  const data = record.value ?? record.stated
  const last = data.trim().split(/\s+/).at(-1)
  const hasTarget = ['CNAME', 'MX', 'NS', 'SRV', 'PTR'].includes(record.type)
  return {
    record,
    name: plainName(own),
    type: record.type,
    data,
    target: hasTarget && last !== undefined ? plainName(last === '@' ? zone : last) : undefined,
  }
}

export function zoneOf({ inventory }: FindingInput): string {
  return inventory.dns?.zone ?? ''
}

export function recordSubjects(records: readonly ZoneRecord[]): readonly string[] {
  return records.map((each) => `record:${each.record.slug}`)
}

/** Data in one spelling, so that what is written differently and means the same is equal. */
export function comparable(type: string, data: string): string {
  if (type === 'TXT' || type === 'SPF') return joinedText(data)
  if (type === 'CAA') return data.replace(/"/g, '').replace(/\s+/g, ' ').trim()
  const plain = plainName(data.trim().replace(/\s+/g, ' '))
  return type === 'AAAA' ? canonicalAddress(plain) : plain
}
