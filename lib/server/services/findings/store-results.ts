import { createHash } from 'node:crypto'
import type { CitedFinding, RuleResult } from '@/lib/core/findings/evaluate-rules'
import { type FindingSight, type FindingStep, stepOnSight } from '@/lib/core/findings/life-cycle'
import { type Authorship, type Provenance, withAuthors } from '@/lib/core/findings/provenance'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { Database } from '@/lib/server/db/prisma'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import {
  type FindingBody,
  type FindingRecord,
  type FindingWrite,
  lastJudgedAtMs,
  listFindingRecords,
  lockFindings,
  storeFindings,
  storeRuleOutcomes,
} from '@/lib/server/repositories/finding.repository'

/** Who looks, in the history: nobody in person. */
const ACTOR = 'system findings'
/** More ids than this are told as `many`: readers read the list anyway. */
const MOST_IDS = 50

export interface Judged {
  readonly results: readonly RuleResult[]
  readonly provenance: Provenance
  readonly newest: Authorship
  readonly atMs: number
  /** Probes and imports whose last look saw nothing, or is too old: what they said before is not undone by that. */
  readonly unseen?: ReadonlySet<string>
}

/**
 * Takes in what the rules found: what is new opens, what changed is told, what no longer holds is resolved. What was
 * seen before another worker looked is dropped: the newer look stands. The same few statements, whatever was found.
 */
export function storeResults(database: Database, judged: Judged): Promise<{ readonly changed: number }> {
  const found = judged.results.flatMap(({ rule, findings }) =>
    findings.map((finding) => toBody(rule.id, finding, judged)),
  )
  return inTransaction(database, async (transaction) => {
    await lockFindings(transaction)
    if ((await lastJudgedAtMs(transaction)) > judged.atMs) return { changed: 0 }
    const writes = writesOf(await listFindingRecords(transaction), found, judged)
    const ids = writes.length === 0 ? [] : await storeFindings(transaction, writes)
    const changed = ids.filter((_, index) => writes[index]?.event !== null)
    const outcomes = new Map(judged.results.map((result) => [result.rule.id, result.outcome]))
    await storeRuleOutcomes(transaction, outcomes, new Date(judged.atMs))
    if (changed.length > 0) {
      await appendEvents(transaction, [{ kind: 'findings-changed', ids: changed.slice(0, MOST_IDS) }])
    }
    return { changed: changed.length }
  })
}

/** What becomes of each finding that was ever made, and of each new one, where anything does. */
function writesOf(
  records: readonly FindingRecord[],
  found: readonly FindingBody[],
  { results, unseen, atMs }: Judged,
): readonly FindingWrite[] {
  const missing = new Map(records.map((record) => [nameOf(record), record]))
  const taken = found.flatMap((body) => {
    const record = missing.get(nameOf(body))
    missing.delete(nameOf(body))
    return takeIn({ record, body, atMs }) ?? []
  })
  const resultOf = new Map(results.map((result) => [result.rule.id, result]))
  const gone = [...missing.values()].flatMap((record) => {
    const step = stepOnSight(record.state, sightOfMissing(record, resultOf.get(record.rule), unseen), atMs)
    return step?.event ? [toWrite({ record, body: record, step, atMs })] : []
  })
  return [...taken, ...gone]
}

interface Sighted {
  readonly record: FindingRecord | undefined
  readonly body: FindingBody
  readonly atMs: number
}

/** Undefined where it is as it was. */
function takeIn({ record, body, atMs }: Sighted): FindingWrite | undefined {
  const step = stepOnSight(record?.state, 'found', atMs)
  if (step === undefined) return undefined
  if (record === undefined || step.event !== null) return toWrite({ record, body, step, atMs })
  if (record.digest !== body.digest) {
    return toWrite({ record, body, step: { ...step, event: 'changed' }, atMs })
  }
  // Who said it, or since when, may be another: nothing that people need to be told.
  const isSame = canonicalJson(record.statements) === canonicalJson(body.statements)
  return isSame ? undefined : toWrite({ record, body, step, atMs })
}

function toWrite({ record, body, step, atMs }: Sighted & { readonly step: FindingStep }): FindingWrite {
  const event =
    step.event === null ? null : { kind: step.event, actor: ACTOR, note: noteOf(record, body, step) }
  return { record, body, state: step.state, at: new Date(atMs), event }
}

function noteOf(record: FindingRecord | undefined, body: FindingBody, step: FindingStep): string {
  if (step.event === 'resolved') return 'It no longer holds.'
  if (step.event === 'waiver-ended' && record?.state.status === 'waived') {
    return `The waiver of ${record.state.waiver.owner} has ended.`
  }
  return body.title
}

/** What is filled in so that something is observed. */
const OBSERVING = /(^|\.)probes$|^imports\//

/** A rule that lacks what is observed, or broke, proves nothing gone. */
function sightOfMissing(
  record: FindingRecord,
  result: RuleResult | undefined,
  unseen: ReadonlySet<string> = new Set(),
): FindingSight {
  if (result === undefined) return 'gone'
  if (result.outcome === 'failed') return 'unknown'
  if (record.needs !== null) return 'gone'
  if (record.statements.some(({ view, setBy }) => view === 'observed' && unseen.has(setBy))) return 'unknown'
  const questions = result.findings.filter(
    ({ needs }) => needs !== undefined && OBSERVING.test(needs.inventoryPath),
  )
  const isOpen = questions.some(
    ({ subjects }) => subjects.length === 0 || subjects.some((subject) => record.subjects.includes(subject)),
  )
  return isOpen && record.statements.some((statement) => statement.view === 'observed') ? 'unknown' : 'gone'
}

interface KeptBody extends Pick<Judged, 'provenance' | 'newest'> {
  readonly body: FindingBody
}

const bodies = new WeakMap<CitedFinding, KeptBody>()

/** What a rule was not asked again is worded and digested once. */
function toBody(rule: string, finding: CitedFinding, { provenance, newest }: Judged): FindingBody {
  const known = bodies.get(finding)
  if (known?.provenance === provenance && known.newest === newest) return known.body
  const body = wordBody(rule, finding, { provenance, newest })
  bodies.set(finding, { body, provenance, newest })
  return body
}

function wordBody(rule: string, finding: CitedFinding, by: Omit<KeptBody, 'body'>): FindingBody {
  const { key, severity, title, subjects, fixes, contradictions } = finding
  const needs = finding.needs ?? null
  const rootCause = finding.rootCause ?? null
  const statements = withAuthors(finding, by.provenance, by.newest)
  const said = statements.map(({ view, field, value }) => ({ view, field, value }))
  const digest = createHash('sha256')
    .update(canonicalJson({ severity, title, subjects, said, fixes, needs, rootCause, contradictions }))
    .digest('hex')
  return { rule, key, severity, title, subjects, statements, fixes, needs, rootCause, contradictions, digest }
}

function nameOf({ rule, key }: { readonly rule: string; readonly key: string }): string {
  return `${rule} ${key}`
}
