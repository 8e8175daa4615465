import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { parseDkimKey } from './dkim-key'
import { parseDmarc } from './dmarc'
import { allowsMailServer } from './mta-sts'
import { isSpf, MAX_LOOKUPS, MAX_VOID_LOOKUPS, parseSpf, walkSpf } from './spf'

type DnsFact = ObservedFact<FactOf<'dns-answer'>>

/** One of the records by which receivers judge mail of the zone. */
export interface MailRecord {
  readonly kind: 'SPF' | 'DMARC' | 'DKIM' | 'MTA-STS' | 'TLS-RPT'
  readonly name: string
  /** As served; null when a server was asked and has none. */
  readonly text: string | null
  readonly summary: string
  readonly problems: readonly string[]
}

export interface MailFacts {
  readonly answers: readonly DnsFact[]
  readonly policies: readonly ObservedFact<FactOf<'mta-sts'>>[]
}

/** What the fresh answers say of the zone's mail. Records that nobody asked for are left out. */
export function mailView(
  zone: string,
  { answers: facts, policies }: MailFacts,
  nowMs: number,
): readonly MailRecord[] {
  const texts = new Map<string, readonly string[]>()
  for (const fact of facts) {
    const { body } = fact
    if (body.type !== 'TXT' || !isFresh(fact, nowMs)) continue
    if (body.rcode !== 'NOERROR' && body.rcode !== 'NXDOMAIN') continue
    texts.set(
      body.name,
      body.records.map(({ data }) => data),
    )
  }
  const selectors = [...texts.keys()].filter((name) => name.endsWith(`._domainkey.${zone}`)).sort()
  return [
    ...asked(texts, zone, (found) => spfRecord(zone, found, (name) => texts.get(name))),
    ...asked(texts, `_dmarc.${zone}`, (found) => dmarcRecord(`_dmarc.${zone}`, found)),
    ...selectors.map((name) => dkimRecord(name, texts.get(name) ?? [])),
    ...asked(texts, `_mta-sts.${zone}`, (found) =>
      withPolicy(
        idRecord('MTA-STS', `_mta-sts.${zone}`, { found, version: 'v=STSv1' }),
        policies.find((fact) => fact.body.domain.toLowerCase() === zone && isFresh(fact, nowMs))?.body,
        facts.filter((fact) => fact.body.type === 'MX' && fact.body.name === zone && isFresh(fact, nowMs)),
      ),
    ),
    ...asked(texts, `_smtp._tls.${zone}`, (found) =>
      idRecord('TLS-RPT', `_smtp._tls.${zone}`, { found, version: 'v=TLSRPTv1' }),
    ),
  ]
}

type Texts = ReadonlyMap<string, readonly string[]>

function asked(
  texts: Texts,
  name: string,
  read: (found: readonly string[]) => MailRecord,
): readonly MailRecord[] {
  const found = texts.get(name)
  return found === undefined ? [] : [read(found)]
}

function spfRecord(
  name: string,
  found: readonly string[],
  textsOf: (name: string) => readonly string[] | undefined,
): MailRecord {
  const records = found.filter(isSpf)
  const [text] = records
  if (text === undefined)
    return { kind: 'SPF', name, text: null, summary: 'none', problems: ['there is no SPF record'] }
  const read = parseSpf(text)
  if (read === null)
    return { kind: 'SPF', name, text, summary: 'not readable', problems: ['it cannot be read'] }
  const { lookups, voids, withoutRecord, unseen } = walkSpf(text, textsOf)
  const all = read.terms.find((term) => term.name === 'all')?.qualifier
  const least = unseen.length > 0 ? 'at least ' : ''
  return {
    kind: 'SPF',
    name,
    text,
    summary: `${least}${lookups} of ${MAX_LOOKUPS} lookups, all others: ${all === undefined ? 'neutral' : allWords[all]}`,
    problems: [
      ...read.problems,
      ...(read.afterAll.length > 0 ? ['what stands after all is never looked at'] : []),
      ...(records.length > 1 ? ['there are several SPF records: receivers use none'] : []),
      ...(lookups > MAX_LOOKUPS ? [`more than ${MAX_LOOKUPS} lookups: a permanent error`] : []),
      ...(voids > MAX_VOID_LOOKUPS ? [`${voids} lookups lead nowhere: a permanent error`] : []),
      ...withoutRecord.map((domain) => `${domain} has no SPF record: a permanent error`),
      ...unseen.map((domain) => `the record of ${domain} was not observed`),
    ],
  }
}

const allWords = { '+': 'pass', '-': 'fail', '~': 'soft fail', '?': 'neutral' } as const

function dmarcRecord(name: string, found: readonly string[]): MailRecord {
  const records = found.filter((text) => parseDmarc(text) !== null)
  const [text] = records
  const parsed = text === undefined ? null : parseDmarc(text)
  if (text === undefined || parsed === null) {
    return { kind: 'DMARC', name, text: null, summary: 'none', problems: ['there is no DMARC record'] }
  }
  const reports = parsed.reportsTo.length === 0 ? 'no reports' : `reports to ${parsed.reportsTo.join(', ')}`
  const several = records.length > 1 ? ['there are several DMARC records: receivers use none'] : []
  return {
    kind: 'DMARC',
    name,
    text,
    summary: `policy ${parsed.policy}, ${reports}`,
    problems: [...parsed.problems, ...several],
  }
}

function dkimRecord(name: string, found: readonly string[]): MailRecord {
  const [text] = found.filter((each) => parseDkimKey(each) !== null)
  const key = text === undefined ? null : parseDkimKey(text)
  if (text === undefined || key === null) {
    return { kind: 'DKIM', name, text: null, summary: 'none', problems: ['there is no key'] }
  }
  const bits = key.bits === null ? '' : `, ${key.bits} bits`
  return { kind: 'DKIM', name, text, summary: `${key.keyType}${bits}`, problems: key.problems }
}

function idRecord(
  kind: 'MTA-STS' | 'TLS-RPT',
  name: string,
  { found, version }: { readonly found: readonly string[]; readonly version: string },
): MailRecord {
  const [text] = found.filter((each) => each.replace(/\s/g, '').startsWith(version))
  if (text === undefined) return { kind, name, text: null, summary: 'none', problems: [] }
  return { kind, name, text, summary: text.replace(/^[^;]+;\s*/, ''), problems: [] }
}

/** What is announced, with the policy that senders get, held against the mail servers that are served. */
function withPolicy(
  record: MailRecord,
  policy: FactOf<'mta-sts'> | undefined,
  servers: readonly DnsFact[],
): MailRecord {
  if (record.text === null) return record
  if (policy === undefined) return { ...record, problems: ['whether the policy is served was not observed'] }
  const { failure, mode, mx, problems } = policy
  if (failure !== null) return { ...record, problems: [`senders get no policy: ${failure}`] }
  const names = servers.flatMap(({ body }) => body.records.map(({ data }) => data.split(' ').at(-1) ?? ''))
  const left = [...new Set(names)].filter((name) => mode !== 'none' && !allowsMailServer(policy, name))
  return {
    ...record,
    summary: `${record.summary}, policy ${mode ?? 'without a mode'} for ${mx.join(', ') || 'no server'}`,
    problems: [...problems, ...left.map((name) => `the policy leaves out ${name}`)],
  }
}
