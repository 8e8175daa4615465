import { checkZone } from './check-zone'
import { isHostName, isWithin, readName } from './domain-name'
import { generateEntries } from './generate'
import { parseInstant } from './instant'
import { isProblem, readEntries, type ZoneEntry, type ZoneToken } from './read-entries'
import { readRecordData } from './record-data'
import { readHead } from './record-head'
import { recordTypes } from './record-types'
import { parseTtl } from './ttl'
import { ZoneFault } from './zone-fault'
import type { ZoneDefaultTtl, ZoneNote, ZoneProblem, ZoneRecord } from './zone-record'

export interface ParsedZone {
  /** Absolute, with the final dot. */
  readonly origin: string
  /** In the order of the file; repeats left out. */
  readonly records: readonly ZoneRecord[]
  /** Each `$TTL`, in the order of the file. Without any, the minimum of an SOA that has no TTL stands for it. */
  readonly defaultTtls: readonly ZoneDefaultTtl[]
  /** `$TTL`, `$ORIGIN` and `$GENERATE` lines that were understood. */
  readonly directives: readonly ZoneNote[]
  /** Why a server would refuse the zone. None: it is valid. */
  readonly problems: readonly ZoneProblem[]
  readonly notes: readonly ZoneNote[]
}

/** Limits of ours, for hostile files; servers have none. */
const MOST_RECORDS = 200_000
const MOST_PROBLEMS = 1_000
const nothing = { problems: [], notes: [] }
const GREATEST_TTL = 0x7fff_ffff

/**
 * Reads a master file (RFC 1035, section 5) and holds it against what a server demands of a zone. What is
 * wrong comes back as problems, each with its line; nothing is thrown, nothing guessed.
 */
export function parseZoneFile(text: string, zone: string): ParsedZone {
  const origin = zone.endsWith('.') ? zone : `${zone}.`
  const parser = new ZoneParser(origin)
  for (const entry of readEntries(text)) {
    parser.take(entry)
    if (parser.isFull) break
  }
  // What a file lacks that was not read to its end nobody knows.
  const { problems: zoneProblems, notes } = parser.isFull ? nothing : checkZone(parser.records, origin)
  return {
    origin,
    records: parser.records,
    defaultTtls: parser.defaultTtls,
    directives: parser.directives,
    problems: [...parser.problems, ...zoneProblems].sort((left, right) => left.line - right.line),
    notes: [...parser.notes, ...notes].sort((left, right) => left.line - right.line),
  }
}

/** What one entry hands on to the next; it lives as long as one call of parseZoneFile. */
class ZoneParser {
  readonly records: ZoneRecord[] = []
  readonly defaultTtls: ZoneDefaultTtl[] = []
  readonly directives: ZoneNote[] = []
  readonly notes: ZoneNote[] = []
  readonly problems: ZoneProblem[] = []
  /** Nothing more is read: the last problem says why. */
  isFull = false
  private recordCount = 0
  private readonly seen = new Set<string>()
  private origin: string
  private owner: string | undefined
  private lastTtl: number | undefined

  constructor(private readonly zone: string) {
    this.origin = zone
  }

  take(entry: ZoneEntry | ZoneProblem): void {
    if (isProblem(entry)) this.addProblem(entry)
    else this.takeEntry(entry)
  }

  private takeEntry(entry: ZoneEntry): void {
    const { line, text } = entry
    try {
      const [first] = entry.tokens
      const isDirective = first?.text.startsWith('$') === true && !entry.continuesOwner
      if (isDirective) this.obey(first.text.toUpperCase(), entry)
      else this.addRecord(entry)
    } catch (error) {
      if (!(error instanceof ZoneFault)) throw error
      this.addProblem({ line, text, reason: error.message, remedy: error.remedy })
    }
  }

  private addProblem(problem: ZoneProblem): void {
    this.problems.push(problem)
    if (this.problems.length < MOST_PROBLEMS) return
    this.isFull = true
    const reason = `${MOST_PROBLEMS} lines are wrong, and the rest of the file is not read`
    this.problems.push({ ...problem, reason, remedy: 'Check that it is a zone file.' })
  }

  private obey(directive: string, entry: ZoneEntry): void {
    const { line, text } = entry
    if (entry.isUnended)
      throw new ZoneFault('the file ends within the directive', 'End its line with a line break.')
    if (directive === '$GENERATE') {
      const before = this.records.length
      this.generate(entry)
      this.directives.push({ line, text, note: `${this.records.length - before} records generated` })
      return
    }
    if (directive === '$INCLUDE') throw refusedInclude()
    const [, argument, ...more] = entry.tokens
    if (argument === undefined) throw new ZoneFault(`${directive} says nothing`, 'Write its value behind it.')
    if (argument.isQuoted) throw new ZoneFault(`${directive} takes no quotes`, 'Remove them.')
    if (more.length > 0) throw new ZoneFault(`${directive} takes one value`, 'Remove the rest of the line.')
    if (directive === '$ORIGIN') {
      this.origin = readName(argument.text, this.origin)
      this.directives.push({ line, text, note: `relative names are below ${this.origin}` })
    } else if (directive === '$TTL') {
      const seconds = this.cappedTtl(ttlOf(argument.text), entry)
      this.defaultTtls.push({ seconds, comment: entry.comment })
      this.directives.push({ line, text, note: `TTL ${seconds} s where none is given` })
    } else if (directive === '$DATE') {
      checkDate(argument.text)
      this.directives.push({ line, text, note: 'TTLs are taken as they are written, as a server takes them' })
    } else throw new ZoneFault(`there is no directive ${directive}`, 'Known are $ORIGIN, $TTL and $GENERATE.')
  }

  /** What a server generates outside the zone it does not look at. */
  private generate(entry: ZoneEntry): void {
    const { owner: ownerBefore } = this
    for (const { owner, read } of generateEntries(entry)) {
      const name = readName(owner, this.origin)
      if (isWithin(name, this.zone)) this.addRecord(read(), true)
      else {
        this.countRecord()
        this.leaveOut(name, entry)
      }
    }
    this.owner = ownerBefore
  }

  private addRecord(entry: ZoneEntry, isGenerated = false): void {
    this.countRecord()
    const tokens = this.takeOwner(entry)
    const { ttl: explicit, type, data } = readHead(tokens)
    const owner = this.owner ?? this.zone
    const { data: written, hosts, notes } = readRecordData(type, data, this.origin)
    if (!isGenerated) recordTypes[type]?.checkOwner?.(owner)
    const { line, text, comment } = entry
    for (const note of [...ownerNotes(owner, type), ...notes]) this.notes.push({ line, text, note })
    if (!isWithin(owner, this.zone)) {
      if (explicit !== undefined) this.lastTtl = this.cappedTtl(explicit, entry)
      this.leaveOut(owner, entry)
      return
    }
    refuseWildcard(owner, type)
    this.refuseMisplacedSoa(owner, type)
    const { ttl, hasDefaultTtl } = this.ttlOf({ explicit, type, written }, entry)
    const key = `${owner.toLowerCase()} ${type} ${comparableData(type, written)}`
    if (this.seen.has(key)) {
      this.notes.push({ line, text, note: 'the same record stands above' })
      return
    }
    this.seen.add(key)
    this.records.push({ line, name: owner, ttl, hasDefaultTtl, type, data: written, hosts, comment })
  }

  private leaveOut(owner: string, { line, text }: ZoneEntry): void {
    this.notes.push({ line, text, note: `${owner} lies outside the zone and is left out` })
  }

  /** Counts what is left out too: it has been read. */
  private countRecord(): void {
    this.recordCount++
    if (this.recordCount <= MOST_RECORDS) return
    this.isFull = true
    throw new ZoneFault(
      `the file stands for more than ${MOST_RECORDS} records, which is as many as are read of one`,
      'A server may well take it: import a part of the zone.',
    )
  }

  private takeOwner(entry: ZoneEntry): readonly ZoneToken[] {
    const [first, ...rest] = entry.tokens
    if (entry.continuesOwner) {
      if (this.owner === undefined) {
        throw new ZoneFault('no owner stands before it', 'Begin the line with the name of the record.')
      }
      return entry.tokens
    }
    this.owner = readName(first?.text ?? '', this.origin)
    return rest
  }

  private refuseMisplacedSoa(owner: string, type: string): void {
    if (type !== 'SOA' || owner.toLowerCase() === this.zone.toLowerCase()) return
    throw new ZoneFault(`the SOA of ${owner} is not at the top of ${this.zone}`, 'Give it the owner @.')
  }

  private ttlOf(
    { explicit, type, written }: { explicit: number | undefined; type: string; written: string },
    entry: ZoneEntry,
  ): Pick<ZoneRecord, 'ttl' | 'hasDefaultTtl'> {
    if (explicit !== undefined) {
      this.lastTtl = this.cappedTtl(explicit, entry)
      return { ttl: this.lastTtl, hasDefaultTtl: false }
    }
    const standing = this.defaultTtls.at(-1)
    if (standing !== undefined) return { ttl: standing.seconds, hasDefaultTtl: true }
    if (this.lastTtl !== undefined) return { ttl: this.lastTtl, hasDefaultTtl: false }
    if (type !== 'SOA') {
      throw new ZoneFault('it has no TTL, and none is known from above', 'Write $TTL 3600 at the top.')
    }
    const ttl = Number(written.split(' ').at(-1))
    this.defaultTtls.push({ seconds: ttl, comment: '' })
    const note = `no TTL is given, so the minimum of the SOA is taken: ${ttl} s`
    this.notes.push({ line: entry.line, text: entry.text, note })
    return { ttl, hasDefaultTtl: true }
  }

  /** RFC 2181, section 8: a TTL with its highest bit set counts as zero. */
  private cappedTtl(seconds: number, { line, text }: ZoneEntry): number {
    if (seconds <= GREATEST_TTL) return seconds
    this.notes.push({ line, text, note: `a TTL above ${GREATEST_TTL} counts as 0` })
    return 0
  }
}

function ownerNotes(owner: string, type: string): readonly string[] {
  if (!recordTypes[type]?.ownerIsHost || isHostName(owner, true)) return []
  return [`${owner} is not the name of a host, as ${type} records should have`]
}

function refuseWildcard(owner: string, type: string): void {
  if (!owner.startsWith('*.') || type !== 'NS') return
  throw new ZoneFault(`a wildcard cannot have ${type} records`, 'Write them for each name.')
}

function checkDate(text: string): void {
  const seconds = parseInstant(text)
  if (seconds !== undefined && seconds >= 0 && seconds < 2 ** 32) return
  throw new ZoneFault(`${text.slice(0, 40)} is not a date of $DATE`, 'Write it as 20261124120000, in UTC.')
}

function ttlOf(text: string): number {
  const seconds = parseTtl(text)
  if (seconds !== undefined) return seconds
  throw new ZoneFault(`${text.slice(0, 40)} is not a TTL`, 'Write seconds, or units as in 1h30m.')
}

/** Names compare without regard to case; texts do not. */
export function comparableData(type: string, data: string): string {
  return ['TXT', 'SPF', 'HINFO', 'NAPTR', 'URI', 'CAA', 'OPENPGPKEY', 'DNSKEY', 'CDNSKEY'].includes(type)
    ? data
    : data.toLowerCase()
}

function refusedInclude(): ZoneFault {
  return new ZoneFault(
    '$INCLUDE names another file, and an import reads nothing but the file it was given',
    'Put the included records in its place: named-compilezone -o - ZONE FILE writes one whole file.',
  )
}
