import { genericData, readHex } from './binary-fields'
import { ByteCursor, TokenCursor } from './data-reader'
import type { ZoneToken } from './read-entries'
import type { RecordType } from './record-type'
import { recordTypes, typeNames } from './record-types'
import { typeCodeOf, typeNameOf } from './type-names'
import { ZoneFault } from './zone-fault'

interface RecordData {
  /** In master-file form, with absolute names. */
  readonly data: string
  readonly hosts: readonly string[]
  readonly notes: readonly string[]
}

/** `MX`, `mx`, `TYPE15`: the type by its name, or `TYPE65280` for one without. Undefined for any other word. */
export function findRecordType(word: string): string | undefined {
  const code = typeCodeOf(word)
  return code === undefined || code === 0 ? undefined : (typeNames.get(code) ?? `TYPE${code}`)
}

/** Reads the data of a record. Throws ZoneFault for what a server would refuse. */
export function readRecordData(type: string, tokens: readonly ZoneToken[], origin: string): RecordData {
  const known = recordTypes[type]
  checkMayStand(type)
  if (isGeneric(type, tokens)) return readGenericData(type, tokens.slice(1))
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

/** In a TXT record without a length behind it `\#` is a text: a number sign. */
function isGeneric(type: string, [first, second]: readonly ZoneToken[]): boolean {
  if (first?.text !== '\\#' || first.isQuoted) return false
  if (type !== 'TXT') return true
  return (
    second !== undefined && !second.isQuoted && /^[0-9]+$/.test(second.text) && Number(second.text) < 2 ** 32
  )
}

const obsolete: readonly number[] = [3, 4]
const meta: readonly number[] = [41, 249, 250, 251, 252, 253, 254, 255]

/** Some types are only questions, or have been replaced (RFC 1035, section 3.2.2; RFC 6895, section 3.1). */
function checkMayStand(type: string): void {
  const code = typeCodeOf(type) ?? 0
  if (obsolete.includes(code)) throw new ZoneFault(`${typeNameOf(code)} is obsolete`, 'Write an MX record.')
  if (meta.includes(code)) throw new ZoneFault(`${typeNameOf(code)} is no type of a record`, 'Remove it.')
}

function readGenericData(type: string, tokens: readonly ZoneToken[]): RecordData {
  const [length, ...words] = tokens.map((token) => token.text)
  if (length === undefined || !/^[0-9]+$/.test(length) || Number(length) > 65_535) {
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
  if (known === undefined) return { data: genericData(bytes), hosts: [], notes: [] }
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
