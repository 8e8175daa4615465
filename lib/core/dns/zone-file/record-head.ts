import { looseNumber } from './loose-number'
import type { ZoneToken } from './read-entries'
import { findRecordType } from './record-data'
import { parseTtl } from './ttl'
import { ZoneFault } from './zone-fault'

interface Head {
  readonly ttl: number | undefined
  readonly type: string
  readonly data: readonly ZoneToken[]
}

const IN = 1
/** Says nothing of the class, so that another may follow. */
const NO_CLASS = 0
const classCodes: Readonly<Record<string, number>> = {
  IN,
  RESERVED0: NO_CLASS,
  CH: 3,
  CHAOS: 3,
  HS: 4,
  HESIOD: 4,
  NONE: 254,
  ANY: 255,
}
const LONGEST_CLASS = 'CLASS65535'.length

/** TTL, class and type, the first two in either order and both optional. Throws ZoneFault. */
export function readHead(tokens: readonly ZoneToken[]): Head {
  let at = 0
  const first = classOf(tokens[at])
  if (first !== undefined) at++
  const ttl = parseTtl(tokens[at]?.text ?? '')
  if (ttl !== undefined) at++
  const second = first === undefined || first === NO_CLASS ? classOf(tokens[at]) : undefined
  if (second !== undefined) at++
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

/** Undefined for a word that names no class. Throws ZoneFault for a class that no record of ours can have. */
function classOf(token: ZoneToken | undefined): number | undefined {
  const word = token?.text.toUpperCase() ?? ''
  const code = classCodes[word] ?? numberedClass(word)
  if (code === undefined || code === IN || code === NO_CLASS) return code
  throw new ZoneFault(`its class is ${word}`, 'Only records of class IN belong to this zone.')
}

function numberedClass(word: string): number | undefined {
  return word.length <= LONGEST_CLASS && word.startsWith('CLASS')
    ? looseNumber(word.slice(5), 65_535)
    : undefined
}
