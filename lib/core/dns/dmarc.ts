export interface DmarcRecord {
  /** A record without a policy counts as `none` (RFC 9989). */
  readonly policy: 'none' | 'quarantine' | 'reject'
  readonly subdomainPolicy: string | null
  readonly reportsTo: readonly string[]
  readonly problems: readonly string[]
}

const policies = ['none', 'quarantine', 'reject'] as const
/** Of RFC 7489; receivers of today ignore them. */
const removedTags = ['pct', 'rf', 'ri']
const knownTags = ['v', 'p', 'sp', 'np', 'adkim', 'aspf', 'fo', 'rua', 'ruf', 'psd', 't']

/** Reads a record of RFC 9989; null for a text that is none. Unknown tags are ignored, and told of. */
export function parseDmarc(text: string): DmarcRecord | null {
  const tags = text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
  if (!/^v\s*=\s*DMARC1$/.test(tags[0] ?? '')) return null
  const values = new Map<string, string>()
  const problems: string[] = []
  for (const tag of tags) {
    const at = tag.indexOf('=')
    const name = tag.slice(0, at).trim().toLowerCase()
    if (at < 1) problems.push(`${tag} is no tag`)
    else if (values.has(name)) problems.push(`${name} is given twice`)
    else values.set(name, tag.slice(at + 1).trim())
    if (removedTags.includes(name)) problems.push(`${name} is no longer part of DMARC and is ignored`)
    else if (at >= 1 && !knownTags.includes(name)) problems.push(`${name} is unknown and is ignored`)
  }
  const stated = values.get('p')?.toLowerCase()
  const policy = policies.find((each) => each === stated)
  if (policy === undefined) {
    problems.push(stated === undefined ? 'no policy: counts as none' : `the policy ${stated} counts as none`)
  }
  const reportsTo = (values.get('rua') ?? '')
    .split(',')
    .map((uri) => uri.trim())
    .filter(Boolean)
  if (reportsTo.some((uri) => !/^mailto:[^@\s]+@[^@\s]+$/.test(uri))) {
    problems.push('an address for reports cannot be written to')
  }
  return { policy: policy ?? 'none', subdomainPolicy: values.get('sp') ?? null, reportsTo, problems }
}
