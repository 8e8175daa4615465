import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/core/errors/app-error'
import type { RuleOutcome } from '@/lib/core/findings/evaluate-rules'
import { type FindingEventKind, type FindingState, findingStatuses } from '@/lib/core/findings/life-cycle'
import {
  type FindingFix,
  type FindingStatement,
  type NeededFact,
  type Severity,
  severities,
} from '@/lib/core/findings/rule-definition'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Finding } from '@/prisma/generated/client'

type Access = Database | DatabaseTransaction

/** What a finding says, whatever became of it. */
export interface FindingBody {
  readonly rule: string
  readonly key: string
  readonly severity: Severity
  readonly title: string
  readonly subjects: readonly string[]
  readonly statements: readonly FindingStatement[]
  readonly fixes: readonly FindingFix[]
  readonly needs: NeededFact | null
  readonly rootCause: string | null
  readonly contradictions: readonly string[]
  readonly digest: string
}

export interface FindingRecord extends FindingBody {
  readonly id: string
  readonly state: FindingState
  readonly openedAtMs: number
  readonly changedAtMs: number
  readonly resolvedAtMs: number | null
}

export interface FindingHistoryEntry {
  readonly atMs: number
  readonly kind: FindingEventKind
  readonly actor: string
  readonly note: string
}

/** Every finding that was ever made, or those of some statuses. */
export async function listFindingRecords(
  access: Access,
  statuses: readonly FindingState['status'][] = findingStatuses,
): Promise<readonly FindingRecord[]> {
  const rows = await access.finding.findMany({
    where: { status: { in: [...statuses] } },
    orderBy: [{ rule: 'asc' }, { key: 'asc' }],
  })
  return rows.map(toRecord)
}

/** Throws `not-found`. */
export async function getFindingRecord(access: Access, id: string): Promise<FindingRecord> {
  const row = await access.finding.findUnique({ where: { id } })
  if (!row) throw new AppError('not-found', 'There is no such finding.')
  return toRecord(row)
}

/** Any number; held while what rules found is stored, so that two workers do not mix. */
const FINDINGS_LOCK = 7_265_391

/**
 * The finding as it stands, and nobody else changes it until the transaction ends: no person, nor what rules find
 * meanwhile. Throws `not-found`.
 */
export async function lockFinding(transaction: DatabaseTransaction, id: string): Promise<FindingRecord> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock_shared(${FINDINGS_LOCK})`
  await transaction.$queryRaw`SELECT 1 FROM "Finding" WHERE "id" = ${id}::uuid FOR UPDATE`
  return getFindingRecord(transaction, id)
}

export async function lockFindings(transaction: DatabaseTransaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${FINDINGS_LOCK})`
}

export interface NewHistoryEntry {
  readonly kind: FindingEventKind
  readonly actor: string
  readonly note: string
}

export interface FindingWrite {
  /** As it stands; undefined for a new one. */
  readonly record: FindingRecord | undefined
  readonly body: FindingBody
  readonly state: FindingState
  readonly at: Date
  readonly event: NewHistoryEntry | null
}

/** Stores all in three statements, however many: a look that finds much may not take longer for that. */
export async function storeFindings(
  transaction: DatabaseTransaction,
  writes: readonly FindingWrite[],
): Promise<readonly string[]> {
  const rows = writes.map(rowOf)
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    await upsertRows(transaction, rows.slice(start, start + MOST_ROWS))
  }
  const entries = writes.flatMap(({ event, at }, index) => {
    const findingId = rows[index]?.id
    return event === null || findingId === undefined ? [] : [{ ...event, at, findingId }]
  })
  await transaction.findingEvent.createMany({ data: entries })
  return rows.map(({ id }) => id)
}

/** A statement holds so many with their evidence. */
const MOST_ROWS = 500

type Row = Omit<Finding, 'subjects' | 'statements' | 'fixes' | 'needs' | 'contradictions'> &
  Pick<FindingBody, 'subjects' | 'statements' | 'fixes' | 'needs' | 'contradictions'>

function rowOf({ record, body, state, at, event }: FindingWrite): Row {
  const { rule, key, severity, title, rootCause, digest } = body
  const { subjects, statements, fixes, needs, contradictions } = body
  const isReopened = record?.state.status === 'resolved' && state.status !== 'resolved'
  const wasResolvedAtMs = record?.resolvedAtMs ?? null
  const resolvedAt = wasResolvedAtMs === null ? at : new Date(wasResolvedAtMs)
  return {
    id: record?.id ?? randomUUID(),
    ...{ rule, key, severity, title, rootCause, digest },
    ...{ subjects, statements, fixes, needs, contradictions },
    ...stateColumns(state),
    openedAt: record === undefined || isReopened ? at : new Date(record.openedAtMs),
    changedAt: record === undefined || event !== null ? at : new Date(record.changedAtMs),
    resolvedAt: state.status === 'resolved' ? resolvedAt : null,
  }
}

async function upsertRows(transaction: DatabaseTransaction, rows: readonly Row[]): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO "Finding"
    SELECT r.* FROM jsonb_populate_recordset(NULL::"Finding", ${JSON.stringify(rows)}::jsonb) AS r
    ON CONFLICT ("id") DO UPDATE SET
      "severity" = EXCLUDED."severity", "status" = EXCLUDED."status", "title" = EXCLUDED."title",
      "subjects" = EXCLUDED."subjects", "statements" = EXCLUDED."statements", "fixes" = EXCLUDED."fixes",
      "needs" = EXCLUDED."needs", "rootCause" = EXCLUDED."rootCause",
      "contradictions" = EXCLUDED."contradictions", "digest" = EXCLUDED."digest",
      "openedAt" = EXCLUDED."openedAt", "changedAt" = EXCLUDED."changedAt",
      "resolvedAt" = EXCLUDED."resolvedAt", "acknowledgedBy" = EXCLUDED."acknowledgedBy",
      "waivedUntil" = EXCLUDED."waivedUntil", "waiverOwner" = EXCLUDED."waiverOwner",
      "waiverReason" = EXCLUDED."waiverReason"`
}

export async function listFindingHistory(
  access: Access,
  findingId: string,
): Promise<readonly FindingHistoryEntry[]> {
  const rows = await access.findingEvent.findMany({
    where: { findingId },
    orderBy: { id: 'desc' },
    take: 200,
  })
  return rows.map(({ at, kind, actor, note }) => ({
    atMs: at.getTime(),
    kind: asEventKind(kind),
    actor,
    note,
  }))
}

export interface RuleJudgement {
  readonly outcome: RuleOutcome
  readonly evaluatedAtMs: number
}

export async function storeRuleOutcomes(
  transaction: DatabaseTransaction,
  outcomes: ReadonlyMap<string, RuleOutcome>,
  at: Date,
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO "FindingRule" ("id", "outcome", "evaluatedAt")
    SELECT id, outcome, ${at}::timestamptz
    FROM unnest(${[...outcomes.keys()]}::text[], ${[...outcomes.values()]}::text[]) AS r(id, outcome)
    ON CONFLICT ("id") DO UPDATE SET "outcome" = EXCLUDED."outcome", "evaluatedAt" = EXCLUDED."evaluatedAt"`
}

/** When the newest look was taken that is stored; 0 before the first. */
export async function lastJudgedAtMs(transaction: DatabaseTransaction): Promise<number> {
  const { _max } = await transaction.findingRule.aggregate({ _max: { evaluatedAt: true } })
  return _max.evaluatedAt?.getTime() ?? 0
}

export async function listRuleJudgements(access: Access): Promise<ReadonlyMap<string, RuleJudgement>> {
  const rows = await access.findingRule.findMany()
  return new Map(
    rows.map(({ id, outcome, evaluatedAt }) => [
      id,
      { outcome: asOutcome(outcome), evaluatedAtMs: evaluatedAt.getTime() },
    ]),
  )
}

function stateColumns(state: FindingState) {
  const waiver = state.status === 'waived' ? state.waiver : null
  return {
    status: state.status,
    acknowledgedBy: state.status === 'acknowledged' ? state.by : null,
    waivedUntil: waiver === null ? null : new Date(waiver.untilMs),
    waiverOwner: waiver?.owner ?? null,
    waiverReason: waiver?.reason ?? null,
  }
}

function toRecord(row: Finding): FindingRecord {
  const { id, rule, key, title, rootCause, digest } = row
  return {
    id,
    rule,
    key,
    title,
    rootCause,
    digest,
    severity: severities.find((each) => each === row.severity) ?? 'info',
    ...asBodyParts(row),
    state: toState(row),
    openedAtMs: row.openedAt.getTime(),
    changedAtMs: row.changedAt.getTime(),
    resolvedAtMs: row.resolvedAt?.getTime() ?? null,
  }
}

function toState(row: Finding): FindingState {
  if (row.status === 'resolved') return { status: 'resolved' }
  if (row.status === 'acknowledged') return { status: 'acknowledged', by: row.acknowledgedBy ?? '' }
  if (row.status !== 'waived' || row.waivedUntil === null) return { status: 'open' }
  const waiver = {
    untilMs: row.waivedUntil.getTime(),
    owner: row.waiverOwner ?? '',
    reason: row.waiverReason ?? '',
  }
  return { status: 'waived', waiver }
}

type BodyParts = Pick<FindingBody, 'subjects' | 'statements' | 'fixes' | 'needs' | 'contradictions'>

/** Only rowOf writes these columns, from these very types. */
function asBodyParts({ subjects, statements, fixes, needs, contradictions }: Finding): BodyParts {
  return { subjects, statements, fixes, needs, contradictions } as unknown as BodyParts
}
const asOutcome = (value: string) => value as RuleOutcome
const asEventKind = (value: string) => value as FindingEventKind
