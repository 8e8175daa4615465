/** One SPF record taken apart (RFC 7208 s.4.6.1). */
export interface SpfRecord {
  /** Up to `all`, behind which nobody reads. */
  readonly terms: readonly SpfTerm[]
  /** Mechanisms behind `all`. */
  readonly afterAll: readonly string[]
  /** What is no term of SPF: receivers take the whole record for an error. */
  readonly problems: readonly string[]
}

export interface SpfTerm {
  readonly qualifier: '+' | '-' | '~' | '?'
  /** `include`, `a`, `mx`, `ptr`, `ip4`, `ip6`, `exists`, `all`, or a modifier: `redirect`, `exp`. */
  readonly name: string
  readonly value: string
  readonly text: string
}

const mechanisms = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'])
/** Those that cost a DNS look-up (RFC 7208 s.4.6.4). */
const lookingUp = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect'])
const leadingElsewhere = new Set(['include', 'redirect'])
export const MAX_LOOKUPS = 10
export const MAX_VOID_LOOKUPS = 2
/** Includes that go round in a circle would be counted for ever. */
const MOST_COUNTED = 50

export function isSpf(text: string): boolean {
  return /^\s*v=spf1(\s|$)/i.test(text)
}

/** Null for a text that is no SPF record. */
export function parseSpf(text: string): SpfRecord | null {
  if (!isSpf(text)) return null
  const words = text.trim().split(/\s+/).slice(1)
  const last = words.findIndex((word) => /^[+\-~?]?all$/i.test(word))
  const read = (last === -1 ? words : words.slice(0, last + 1)).map(parseTerm)
  // Where there is `all`, nothing is left for a redirection (RFC 7208 s.6.1).
  const terms = last === -1 ? read : read.filter(({ name }) => name !== 'redirect')
  const afterAll = last === -1 ? [] : words.slice(last + 1).filter((word) => !word.includes('='))
  return { terms, afterAll, problems: read.filter((term) => !isKnown(term)).map(unknownWords) }
}

function parseTerm(text: string): SpfTerm {
  const qualifier = /^[+\-~?]/.exec(text)?.[0] as SpfTerm['qualifier'] | undefined
  const bare = qualifier === undefined ? text : text.slice(1)
  const name = /^[^:=/]*/.exec(bare)?.[0] ?? ''
  const value = bare.slice(name.length + 1)
  return { qualifier: qualifier ?? '+', name: name.toLowerCase(), value, text }
}

/** Modifiers that nobody knows are skipped (RFC 7208 s.6). */
function isKnown({ name, text }: SpfTerm): boolean {
  return mechanisms.has(name) || /^[a-z][a-z0-9_.-]*=/i.test(text)
}

function unknownWords({ text }: SpfTerm): string {
  return `${text} is no mechanism of SPF`
}

export interface SpfWalk {
  /** Of the record and of all that it includes. */
  readonly lookups: number
  /** Look-ups that lead nowhere. */
  readonly voids: number
  /** Includes that have no SPF record: the whole evaluation fails. */
  readonly withoutRecord: readonly string[]
  /** Names whose records nobody has seen: the count may be higher. */
  readonly unseen: readonly string[]
  /** Every address range that it names, and every domain that it includes. */
  readonly covers: readonly string[]
}

/**
 * What an SPF record costs with everything that it includes. `textsOf` gives the TXT records of a name, undefined for
 * one that nobody asked for.
 */
export function walkSpf(text: string, textsOf: (name: string) => readonly string[] | undefined): SpfWalk {
  let lookups = 0
  let voids = 0
  const withoutRecord = new Set<string>()
  const unseen = new Set<string>()
  const covers: string[] = []
  const follow = (name: string) => {
    const texts = textsOf(name)
    if (texts === undefined) return unseen.add(name)
    if (texts.length === 0) voids += 1
    const next = texts.find(isSpf)
    return next === undefined ? withoutRecord.add(name) : visit(next)
  }
  const visit = (record: string) => {
    for (const term of parseSpf(record)?.terms ?? []) {
      if (lookups > MOST_COUNTED) return
      if (lookingUp.has(term.name)) lookups += 1
      if (term.name !== 'all') covers.push(term.value)
      if (leadingElsewhere.has(term.name)) follow(term.value.toLowerCase())
    }
  }
  visit(text)
  return { lookups, voids, withoutRecord: [...withoutRecord], unseen: [...unseen], covers }
}
