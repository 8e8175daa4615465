import { announcedKeyFaults } from './announced-keys'
import { isWithin, labelsOf } from './domain-name'
import type { ZoneNote, ZoneProblem, ZoneRecord } from './zone-record'

interface ZoneCheck {
  readonly problems: readonly ZoneProblem[]
  readonly notes: readonly ZoneNote[]
}

/** May stand beside a CNAME: they sign the name, they do not describe it. */
const besideCname = new Set(['CNAME', 'RRSIG', 'NSEC', 'TYPE46', 'TYPE47', 'TYPE25'])
const singletons = ['SOA', 'CNAME', 'DNAME']

/** What makes records a zone: one SOA and name servers at its top, and no name that contradicts itself. */
export function checkZone(records: readonly ZoneRecord[], zone: string): ZoneCheck {
  const byName = groupByName(records)
  const top = byName.get(zone.toLowerCase()) ?? []
  const names = [...byName.values()]
  const unreachable = records.flatMap((record) => addressProblems(record, byName, zone))
  const isAtTop = ({ record }: Unreachable) => record.type === 'NS' && top.includes(record)
  return {
    problems: [
      ...missingAtTop(top, zone),
      ...names.flatMap(nameProblems),
      ...announcedKeyFaults(top).map(({ record, reason, remedy }) => problemAt(record, reason, remedy)),
      ...unreachable.filter(isAtTop).map(({ record, reason, remedy }) => problemAt(record, reason, remedy)),
    ],
    notes: [
      ...names.flatMap(differentTtls),
      ...unreachable.filter((one) => !isAtTop(one)).map(({ record, reason }) => noteAt(record, reason)),
    ],
  }
}

type Names = ReadonlyMap<string, readonly ZoneRecord[]>

function groupByName(records: readonly ZoneRecord[]): Names {
  const byName = new Map<string, ZoneRecord[]>()
  for (const record of records) {
    const key = record.name.toLowerCase()
    const group = byName.get(key)
    if (group) group.push(record)
    else byName.set(key, [record])
  }
  return byName
}

function missingAtTop(top: readonly ZoneRecord[], zone: string): readonly ZoneProblem[] {
  const problem = (reason: string, remedy: string) => ({ line: 1, text: '', reason, remedy })
  const has = (type: string) => top.some((record) => record.type === type)
  return [
    ...(has('SOA') ? [] : [problem(`${zone} has no SOA record`, 'Begin the zone with its SOA.')]),
    ...(has('NS') ? [] : [problem(`${zone} has no NS records`, 'Name its servers: @ NS ns1.example.org.')]),
  ]
}

function nameProblems(records: readonly ZoneRecord[]): readonly ZoneProblem[] {
  const problems: ZoneProblem[] = []
  for (const type of singletons) {
    const [, second] = records.filter((record) => record.type === type)
    if (second)
      problems.push(problemAt(second, `${second.name} has more than one ${type}`, 'Keep one of them.'))
  }
  const cname = records.find((record) => record.type === 'CNAME')
  const other = records.find((record) => !besideCname.has(record.type))
  if (cname && other) {
    const later = cname.line > other.line ? cname : other
    const reason = `${cname.name} has a CNAME and other data (${other.type})`
    problems.push(problemAt(later, reason, 'An alias has nothing of its own: remove one of the two.'))
  }
  return problems
}

interface Unreachable {
  readonly record: ZoneRecord
  readonly reason: string
  readonly remedy: string
}

/** Servers that the zone names within itself need an address in it, or nobody finds them. */
function addressProblems(record: ZoneRecord, byName: Names, zone: string): readonly Unreachable[] {
  return record.hosts.flatMap((host): readonly Unreachable[] => {
    if (!isWithin(host, zone)) return []
    const moved = movedBy(host, byName, zone)
    if (moved !== undefined) {
      const reason = `${record.type} names ${host}, and the DNAME of ${moved} leads away from there`
      return [{ record, reason, remedy: 'Name a server that lies below no DNAME.' }]
    }
    const found = recordsFor(host, byName, zone)
    if (found.some(({ type }) => type === 'A' || type === 'AAAA')) return []
    const isAlias = found.some(({ type }) => type === 'CNAME')
    const isOwnGlue = record.name.toLowerCase() !== zone.toLowerCase() && isWithin(host, record.name)
    if (!isAlias && !isOwnGlue && isDelegated(host, byName, zone)) return []
    const reason = isAlias ? 'that is an alias' : 'the zone has no address of it'
    return [
      {
        record,
        reason: `${record.type} names ${host}, and ${reason}`,
        remedy: 'Give it an A or AAAA record.',
      },
    ]
  })
}

/** The name above with a DNAME: whatever stands below it is never found (RFC 6672, section 2.4). */
function movedBy(host: string, byName: Names, zone: string): string | undefined {
  const labels = labelsOf(host.toLowerCase())
  for (let at = 1; at <= labels.length - labelsOf(zone).length; at++) {
    const above = labels.length === at ? '.' : `${labels.slice(at).join('.')}.`
    if (byName.get(above)?.some(({ type }) => type === 'DNAME')) return above
  }
  return undefined
}

/** What a server would answer for the name: its own records, or those of the wildcard above it. */
function recordsFor(host: string, byName: Names, zone: string): readonly ZoneRecord[] {
  const own = byName.get(host.toLowerCase())
  if (own) return own
  const labels = labelsOf(host.toLowerCase())
  for (let at = 1; at <= labels.length - labelsOf(zone).length; at++) {
    const above = `${labels.slice(at).join('.')}.`
    const wildcard = byName.get(`*.${above}`)
    if (wildcard) return wildcard
    if (byName.has(above)) return []
  }
  return []
}

/** Whether another server answers for the name: it is a delegated one, or lies below one. */
function isDelegated(name: string, byName: Names, zone: string): boolean {
  const labels = labelsOf(name.toLowerCase())
  for (let at = 0; at < labels.length - labelsOf(zone).length; at++) {
    const above = byName.get(`${labels.slice(at).join('.')}.`)
    if (above?.some(({ type }) => type === 'NS')) return true
  }
  return false
}

function differentTtls(records: readonly ZoneRecord[]): readonly ZoneNote[] {
  const firstOfType = new Map<string, ZoneRecord>()
  return records.flatMap((record): readonly ZoneNote[] => {
    const first = firstOfType.get(record.type)
    if (first === undefined) {
      firstOfType.set(record.type, record)
      return []
    }
    if (first.ttl === record.ttl) return []
    const note = `its TTL differs from the ${first.ttl} s of the record above with the same name and type`
    return [noteAt(record, note)]
  })
}

function problemAt(record: ZoneRecord, reason: string, remedy: string): ZoneProblem {
  return { line: record.line, text: textOf(record), reason, remedy }
}

function noteAt(record: ZoneRecord, note: string): ZoneNote {
  return { line: record.line, text: textOf(record), note }
}

function textOf({ name, type, data }: ZoneRecord): string {
  return `${name} ${type} ${data}`.slice(0, 200)
}
