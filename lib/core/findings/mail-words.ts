import { isSpf, type SpfWalk, walkSpf } from '@/lib/core/dns/spf'
import {
  answersTo,
  joinedText,
  recordStatement,
  recordSubjects,
  recordsNamed,
  textsAt,
  type ZoneRecord,
  zoneOf,
} from './dns-words'
import { isDmarc, parseTags } from './mail-policy'
import type { FindingInput, RuleFinding } from './rule-definition'
import { fixes, known } from './statements'

/** The zone's own SPF record, where there is exactly one. */
export function ownSpf(input: FindingInput): ZoneRecord | undefined {
  const records = spfRecords(input)
  return records.length === 1 ? records[0] : undefined
}

export function spfRecords(input: FindingInput): readonly ZoneRecord[] {
  return recordsNamed(input, zoneOf(input)).filter(
    (each) => each.type === 'TXT' && isSpf(joinedText(each.data)),
  )
}

export function dmarcRecords(input: FindingInput): readonly ZoneRecord[] {
  return recordsNamed(input, `_dmarc.${zoneOf(input)}`).filter(
    (each) => each.type === 'TXT' && isDmarc(joinedText(each.data)),
  )
}

export interface DmarcPolicy {
  readonly record: ZoneRecord
  readonly tags: ReadonlyMap<string, string>
  /** A missing one is none (RFC 9989). */
  readonly policy: string
}

export function ownDmarc(input: FindingInput): DmarcPolicy | undefined {
  const records = dmarcRecords(input)
  const [record] = records
  if (record === undefined || records.length > 1) return undefined
  const tags = parseTags(joinedText(record.data))
  return { record, tags, policy: (tags.get('p') ?? 'none').toLowerCase() }
}

/** DKIM keys of the zone, each with its selector. */
export function dkimKeys(input: FindingInput) {
  const end = `._domainkey.${zoneOf(input)}`
  return textsAtEnd(input, end).map((record) => ({
    record,
    selector: record.name.slice(0, -end.length),
    tags: parseTags(joinedText(record.data)),
  }))
}

/** What SPF costs with all that it includes, by what resolvers and servers were seen to answer. */
export function spfWalk(input: FindingInput, record: ZoneRecord): SpfWalk {
  return walkSpf(joinedText(record.data), (name) => {
    const own = textsAt(input, name, /./)
    if (own.length > 0) return own.map((each) => joinedText(each.data))
    const answers = answersTo(input, name, 'TXT').filter(({ body }) =>
      ['NOERROR', 'NXDOMAIN'].includes(body.rcode),
    )
    return answers[0]?.body.records.map((each) => joinedText(each.data))
  })
}

function textsAtEnd(input: FindingInput, end: string): readonly ZoneRecord[] {
  const dns = input.inventory.dns
  if (dns === undefined) return []
  const names = new Set(
    dns.records.filter((each) => each.type === 'TXT').map((each) => `${each.name}.${dns.zone}`.toLowerCase()),
  )
  return [...names]
    .filter((name) => name.endsWith(end))
    .flatMap((name) => recordsNamed(input, name).filter((each) => each.type === 'TXT'))
}

/** What the DMARC rules say about the one record. */
export function policyFinding(record: ZoneRecord, title: string, remedy: string): RuleFinding {
  return {
    key: record.record.slug,
    title,
    subjects: recordSubjects([record]),
    statements: [recordStatement(record), known('RFC 9989', 'policy', 'reject, with reports')],
    fixes: fixes(remedy),
  }
}
