import type { Inventory } from '@/lib/core/inventory/inventory'
import { declaredData } from './declared-data'
import { hasPlaceholder } from './dns-value'
import { parseZoneFile } from './zone-file/parse-zone-file'
import type { ZoneRecord } from './zone-file/zone-record'

type DeclaredZone = NonNullable<Inventory['dns']>

/** What resolvers keep a record for when nobody has declared how long, in seconds. */
export const UNDECLARED_TTL = 300

/** `reason`: why no zone file can hold what is stated. */
export type ReadDeclared =
  | { readonly record: ZoneRecord }
  | { readonly stated: string; readonly reason: string }

/** A declared record as a zone file has it. One without a TTL of its own takes the default of the zone. */
export function readDeclared(
  { name, type, stated, value, ttlSeconds }: DeclaredZone['records'][number],
  dns: Pick<DeclaredZone, 'zone' | 'defaultTtlSeconds'>,
): ReadDeclared {
  const words = `${name} ${type} ${value ?? stated}`
  if (value === undefined && hasPlaceholder(stated)) return { stated: words, reason: 'no value is known' }
  const line = `${name} ${ttlSeconds ?? ''} IN ${type} ${declaredData(type, value ?? stated)}`
  return readRecord(line, words, dns)
}

/** One line of a zone file, its TTL left out or not; a comment in it is not kept. */
export function readRecord(
  line: string,
  stated: string,
  { zone, defaultTtlSeconds = UNDECLARED_TTL }: Pick<DeclaredZone, 'zone' | 'defaultTtlSeconds'>,
): ReadDeclared {
  const oneLine = line.replace(/[\r\n]+/g, ' ')
  const { records, problems } = parseZoneFile(`$TTL ${defaultTtlSeconds}\n${oneLine}`, zone)
  const [record] = records
  if (record !== undefined) return { record: { ...record, comment: '' } }
  return { stated, reason: problems[0]?.reason ?? 'it is no record' }
}
