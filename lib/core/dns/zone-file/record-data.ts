import { bytesAsHex, readHex } from './binary-fields'
import { ByteCursor, TokenCursor } from './data-reader'
import type { ZoneToken } from './read-entries'
import { type RecordType, recordTypes, typeNames } from './record-types'
import { ZoneFault } from './zone-fault'

interface RecordData {
  /** In master-file form, with absolute names. */
  readonly data: string
  readonly hosts: readonly string[]
  readonly notes: readonly string[]
}

/** `MX`, `mx`, `TYPE15`: the type by its name, or `TYPE65280` for one without. Undefined for any other word. */
export function findRecordType(word: string): string | undefined {
  const upper = word.toUpperCase()
  if (Object.hasOwn(recordTypes, upper)) return upper
  const code = Number(/^TYPE([0-9]{1,5})$/.exec(upper)?.[1])
  return code >= 1 && code <= 65_535 ? (typeNames.get(code) ?? `TYPE${code}`) : undefined
}

/** Reads the data of a record. Throws ZoneFault for what a server would refuse. */
export function readRecordData(type: string, tokens: readonly ZoneToken[], origin: string): RecordData {
  const known = recordTypes[type]
  const [first] = tokens
  if (first?.text === '\\#' && !first.isQuoted) return readGenericData(type, tokens.slice(1))
  if (known === undefined) {
    throw new ZoneFault(
      `${type} has no form of its own`,
      'Write its data as \\# LENGTH HEXADECIMAL (RFC 3597).',
    )
  }
  const cursor = new TokenCursor(tokens, origin)
  const fields = known.fields.map((field) => field.fromTokens(cursor))
  if (cursor.hasMore()) {
    throw new ZoneFault(
      'there is more text than this type has fields',
      'Remove it, or put a text with blanks in quotes.',
    )
  }
  return finish(known, fields, cursor)
}

function readGenericData(type: string, tokens: readonly ZoneToken[]): RecordData {
  const [length, ...words] = tokens.map((token) => token.text)
  if (length === undefined || !/^[0-9]{1,5}$/.test(length) || Number(length) > 65_535) {
    throw new ZoneFault(
      'generic data does not begin with its length',
      'Write \\# LENGTH HEXADECIMAL (RFC 3597).',
    )
  }
  const bytes = readHex(words, 'generic data')
  if (bytes.length !== Number(length)) {
    throw new ZoneFault(`generic data of ${length} bytes has ${bytes.length}`, 'Correct the length.')
  }
  const known = recordTypes[type]
  if (known === undefined) {
    const data = bytes.length === 0 ? '\\# 0' : `\\# ${bytes.length} ${bytesAsHex(bytes)}`
    return { data, hosts: [], notes: [] }
  }
  const cursor = new ByteCursor(bytes)
  const fields = known.fields.map((field) => field.fromBytes(cursor))
  if (cursor.hasMore()) throw new ZoneFault('the generic data is too long for this type', 'Correct it.')
  return finish(known, fields, cursor)
}

function finish(
  known: RecordType,
  fields: readonly string[],
  { hosts, notes }: Pick<RecordData, 'hosts' | 'notes'>,
): RecordData {
  known.check?.(fields)
  return { data: fields.join(' ').trimEnd(), hosts, notes }
}
