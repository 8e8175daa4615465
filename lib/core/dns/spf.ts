export interface SpfTerm {
  readonly qualifier: '+' | '-' | '~' | '?'
  readonly mechanism: string
  readonly value: string | null
}

export interface SpfRecord {
  readonly terms: readonly SpfTerm[]
  readonly redirect: string | null
  readonly problems: readonly string[]
}

const mechanisms = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']
/** RFC 7208, section 4.6.4: those that ask the DNS. */
const lookingUp = ['include', 'a', 'mx', 'ptr', 'exists']
export const MOST_SPF_LOOKUPS = 10

/** Reads a record of RFC 7208; null for a text that is none. */
export function parseSpf(text: string): SpfRecord | null {
  const [version = '', ...words] = text.trim().split(/\s+/)
  if (version.toLowerCase() !== 'v=spf1') return null
  const terms: SpfTerm[] = []
  const problems: string[] = []
  let redirect: string | null = null
  for (const word of words) {
    const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(word)
    if (modifier) {
      if (modifier[1]?.toLowerCase() === 'redirect') redirect = modifier[2] ?? ''
      continue
    }
    const match = /^([+\-~?]?)([a-z0-9]+)(?:[:/](.*))?$/i.exec(word)
    const mechanism = match?.[2]?.toLowerCase() ?? ''
    if (!match || !mechanisms.includes(mechanism)) {
      problems.push(`${word} is no mechanism of SPF`)
      continue
    }
    const qualifier = (match[1] || '+') as SpfTerm['qualifier']
    terms.push({ qualifier, mechanism, value: match[3] ?? null })
  }
  const all = terms.findIndex(({ mechanism }) => mechanism === 'all')
  if (all >= 0 && all < terms.length - 1) problems.push('what stands after all is never looked at')
  return { terms, redirect, problems }
}

export interface SpfEvaluation {
  /** Terms that ask the DNS, those of included records with them; more than ten is a permanent error. */
  readonly lookups: number
  /** Included domains whose record nobody has observed: the count may be higher. */
  readonly unknown: readonly string[]
  readonly isTooMany: boolean
  readonly all: SpfTerm['qualifier'] | null
  readonly problems: readonly string[]
}

/**
 * Counts what a receiver has to look up. `textsOf` gives the TXT records of a domain, undefined when nobody has
 * observed them. Includes that go round in a circle are counted up to the limit.
 */
export function evaluateSpf(
  text: string,
  textsOf: (domain: string) => readonly string[] | undefined,
): SpfEvaluation | null {
  const record = parseSpf(text)
  if (record === null) return null
  const unknown = new Set<string>()
  const count = ({ terms, redirect }: SpfRecord, used: number): number => {
    let lookups = used
    const further = [
      ...terms.flatMap(({ mechanism, value }) => (mechanism === 'include' && value ? [value] : [])),
      ...(redirect === null ? [] : [redirect]),
    ]
    lookups +=
      terms.filter(({ mechanism }) => lookingUp.includes(mechanism)).length + (redirect === null ? 0 : 1)
    for (const domain of further) {
      if (lookups > MOST_SPF_LOOKUPS) return lookups
      const texts = textsOf(domain.toLowerCase())
      const found = texts?.map(parseSpf).find((each) => each !== null)
      if (found) lookups = count(found, lookups)
      else unknown.add(domain)
    }
    return lookups
  }
  const lookups = count(record, 0)
  return {
    lookups,
    unknown: [...unknown].sort(),
    isTooMany: lookups > MOST_SPF_LOOKUPS,
    all: record.terms.find(({ mechanism }) => mechanism === 'all')?.qualifier ?? null,
    problems: record.problems,
  }
}
