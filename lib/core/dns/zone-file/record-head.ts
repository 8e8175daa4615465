import type { ZoneToken } from './read-entries'
import { findRecordType } from './record-data'
import { parseTtl } from './ttl'
import { ZoneFault } from './zone-fault'

interface Head {
  readonly ttl: number | undefined
  readonly type: string
  readonly data: readonly ZoneToken[]
}

const classNames = new Set(['IN', 'CLASS1'])
const otherClasses = new Set(['CH', 'CHAOS', 'HS', 'HESIOD', 'ANY', 'NONE'])

/** TTL, class and type, the first two in either order and both optional. Throws ZoneFault. */
export function readHead(tokens: readonly ZoneToken[]): Head {
  let at = 0
  let hasClass = takesClass(tokens[at])
  if (hasClass) at++
  const ttl = parseTtl(tokens[at]?.text ?? '')
  if (ttl !== undefined) at++
  if (!hasClass && takesClass(tokens[at])) {
    hasClass = true
    at++
  }
  if (tokens.slice(0, at + 1).some((token) => token.isQuoted)) {
    throw new ZoneFault('TTL, class and type never stand in quotes', 'Remove the quotes.')
  }
  const word = tokens[at]?.text
  if (word === undefined)
    throw new ZoneFault('the type is missing', 'Write A, MX or another type before the data.')
  const type = findRecordType(word)
  if (type === undefined) {
    throw new ZoneFault(
      `there is no record type ${word.slice(0, 40)}`,
      'Check its spelling, or write TYPE and its number (RFC 3597).',
    )
  }
  return { ttl, type, data: tokens.slice(at + 1) }
}

function takesClass(token: ZoneToken | undefined): boolean {
  const word = token?.text.toUpperCase() ?? ''
  if (classNames.has(word)) return true
  if (!otherClasses.has(word) && !/^CLASS[0-9]+$/.test(word)) return false
  throw new ZoneFault(`its class is ${word}`, 'Only records of class IN belong to this zone.')
}
