import { isWithin } from './domain-name'
import type { ZoneDefaultTtl, ZoneRecord } from './zone-record'

type Written = Pick<ZoneRecord, 'name' | 'ttl' | 'type' | 'data'> &
  Partial<Pick<ZoneRecord, 'hasDefaultTtl' | 'comment'>>

/**
 * The records as a master file: the SOA first, owners relative to the zone. Reading it gives the same records. Those
 * that take the default TTL stand without one below `$TTL`, when it is given.
 */
export function formatZoneFile(
  records: readonly Written[],
  zone: string,
  defaultTtl?: ZoneDefaultTtl,
): string {
  const origin = zone.endsWith('.') ? zone : `${zone}.`
  const soa = records.filter((record) => record.type === 'SOA')
  const others = records.filter((record) => record.type !== 'SOA')
  const lines = [...soa, ...others].map(({ name, ttl, hasDefaultTtl, type, data, comment }) => {
    const ownTtl = hasDefaultTtl && ttl === defaultTtl?.seconds ? '' : `${ttl} `
    return withComment(`${ownerOf(name, origin)} ${ownTtl}IN ${type} ${data}`, comment)
  })
  const head = defaultTtl ? [withComment(`$TTL ${defaultTtl.seconds}`, defaultTtl.comment)] : []
  return [`$ORIGIN ${origin}`, ...head, ...lines, ''].join('\n')
}

function withComment(line: string, comment: string | undefined): string {
  return comment ? `${line} ; ${comment.replace(/[\r\n]+/g, ' ')}` : line
}

function ownerOf(name: string, origin: string): string {
  if (name === origin) return '@'
  // Only in the very same letters, so that reading gives the same name back.
  const isBelow = origin !== '.' && name.endsWith(`.${origin}`) && isWithin(name, origin)
  return isBelow ? name.slice(0, -origin.length - 1) : name
}
