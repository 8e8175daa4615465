import { isWithin } from './domain-name'
import type { ZoneRecord } from './zone-record'

type Written = Pick<ZoneRecord, 'name' | 'ttl' | 'type' | 'data'>

/** The records as a master file: the SOA first, owners relative to the zone. Reading it gives the same records. */
export function formatZoneFile(records: readonly Written[], zone: string): string {
  const origin = zone.endsWith('.') ? zone : `${zone}.`
  const soa = records.filter((record) => record.type === 'SOA')
  const others = records.filter((record) => record.type !== 'SOA')
  const lines = [...soa, ...others].map(
    ({ name, ttl, type, data }) => `${ownerOf(name, origin)} ${ttl} IN ${type} ${data}`,
  )
  return [`$ORIGIN ${origin}`, ...lines, ''].join('\n')
}

function ownerOf(name: string, origin: string): string {
  if (name === origin) return '@'
  // Only in the very same letters, so that reading gives the same name back.
  const isBelow = origin !== '.' && name.endsWith(`.${origin}`) && isWithin(name, origin)
  return isBelow ? name.slice(0, -origin.length - 1) : name
}
