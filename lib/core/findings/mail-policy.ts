/** One SPF record taken apart (RFC 7208 s.4.6.1). */
export interface SpfRecord {
  readonly terms: readonly SpfTerm[]
  /** Terms after `all`, which nobody reads. */
  readonly afterAll: readonly string[]
}

export interface SpfTerm {
  readonly qualifier: '+' | '-' | '~' | '?'
  /** `include`, `a`, `mx`, `ptr`, `ip4`, `ip6`, `exists`, `all`, or a modifier: `redirect`, `exp`. */
  readonly name: string
  readonly value: string
  readonly text: string
}

/** Mechanisms and modifiers that cost a DNS lookup (RFC 7208 s.4.6.4). */
const LOOKUPS = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect'])
export const MAX_LOOKUPS = 10
export const MAX_VOID_LOOKUPS = 2

export function isSpf(text: string): boolean {
  return /^\s*v=spf1(\s|$)/i.test(text)
}

export function parseSpf(text: string): SpfRecord {
  const words = text.trim().split(/\s+/).slice(1)
  const last = words.findIndex((word) => /^[+\-~?]?all$/i.test(word))
  const own = last === -1 ? words : words.slice(0, last + 1)
  const rest = last === -1 ? [] : words.slice(last + 1)
  return { terms: own.map(parseTerm), afterAll: rest.filter((word) => !word.includes('=')) }
}

function parseTerm(text: string): SpfTerm {
  const qualifier = /^[+\-~?]/.exec(text)?.[0] as SpfTerm['qualifier'] | undefined
  const bare = qualifier === undefined ? text : text.slice(1)
  const name = /^[^:=/]*/.exec(bare)?.[0] ?? ''
  const value = bare.slice(name.length + 1)
  return { qualifier: qualifier ?? '+', name: name.toLowerCase(), value, text }
}

export interface SpfWalk {
  readonly lookups: number
  readonly voids: number
  /** Includes that have no SPF record: the whole evaluation fails. */
  readonly withoutRecord: readonly string[]
  /** Names whose records nobody has seen. */
  readonly unseen: readonly string[]
  /** Every address range that it names, and every domain that it includes. */
  readonly covers: readonly string[]
}

/** What an SPF record costs with everything that it includes. `textsOf` is undefined for a name nobody asked for. */
export function walkSpf(text: string, textsOf: (name: string) => readonly string[] | undefined): SpfWalk {
  const seen = new Set<string>()
  const walk = {
    lookups: 0,
    voids: 0,
    withoutRecord: [] as string[],
    unseen: [] as string[],
    covers: [] as string[],
  }
  const visit = (record: SpfRecord) => {
    for (const term of record.terms) {
      if (LOOKUPS.has(term.name)) walk.lookups += 1
      if (term.name !== 'all') walk.covers.push(term.value)
      if (term.name !== 'include' && term.name !== 'redirect') continue
      const name = term.value.toLowerCase()
      if (seen.has(name)) continue
      seen.add(name)
      const texts = textsOf(name)
      if (texts === undefined) walk.unseen.push(name)
      else if (texts.length === 0) walk.voids += 1
      const next = texts?.find(isSpf)
      if (next !== undefined) visit(parseSpf(next))
      else if (texts !== undefined) walk.withoutRecord.push(name)
    }
  }
  visit(parseSpf(text))
  return walk
}

/** `v=DMARC1; p=none` → its tags, by RFC 9989: unknown ones are kept, order means nothing. */
export function parseTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part) => [
        part.slice(0, part.indexOf('=')).trim().toLowerCase(),
        part.slice(part.indexOf('=') + 1).trim(),
      ]),
  )
}

export function isDmarc(text: string): boolean {
  return /^\s*v\s*=\s*DMARC1\s*(;|$)/i.test(text)
}

/** Bits of an RSA key in a DKIM record (SubjectPublicKeyInfo in base64); undefined for another kind of key. */
export function rsaKeyBits(base64: string): number | undefined {
  let bytes: string
  try {
    bytes = atob(base64.replace(/\s+/g, ''))
  } catch {
    return undefined
  }
  // The modulus is the INTEGER of the inner SEQUENCE, which follows the BIT STRING's unused-bits octet.
  const at = bytes.search(/\x03(?:[\x00-\x7f]|\x81.|\x82..)\x00\x30/s)
  if (at === -1) return undefined
  const inner = bytes.indexOf('\x00\x30', at) + 1
  const sequence = readLength(bytes, inner + 1)
  const modulus = readLength(bytes, sequence.end + 1)
  if (bytes.charCodeAt(sequence.end) !== 0x02) return undefined
  const leading = bytes.charCodeAt(modulus.end) === 0 ? 1 : 0
  return (modulus.length - leading) * 8
}

function readLength(bytes: string, at: number): { readonly length: number; readonly end: number } {
  const first = bytes.charCodeAt(at)
  if (first < 0x80) return { length: first, end: at + 1 }
  const octets = first & 0x7f
  let length = 0
  for (let index = 1; index <= octets; index++) length = length * 256 + bytes.charCodeAt(at + index)
  return { length, end: at + 1 + octets }
}
