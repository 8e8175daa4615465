import { AppError } from '@/lib/core/errors/app-error'
import type { PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type {
  RunRecord,
  StepChange,
  StepRecord,
  StepResult,
  StepUndo,
  StoredDescription,
} from '@/lib/core/runbooks/journal'
import { activeRunStatuses, runModes, runStatuses, stepStatuses, undoables } from '@/lib/core/runbooks/run'
import { inRun } from '@/lib/core/runbooks/run-parameters'
import {
  type RunbookFrontMatter,
  runbookFrontMatterSchema,
  stepBlockSchema,
} from '@/lib/core/runbooks/runbook'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import { Prisma } from '@/prisma/generated/client'

type Access = Database | DatabaseTransaction

const withSteps = {
  steps: { orderBy: { number: 'asc' }, include: { approvals: { orderBy: { approvedAt: 'asc' } } } },
} as const satisfies Prisma.RunInclude
type RunRow = Prisma.RunGetPayload<{ include: typeof withSteps }>
type StepRow = RunRow['steps'][number]

/** Throws `not-found`. */
export async function getRun(access: Access, id: string): Promise<RunRecord> {
  const row = await access.run.findUnique({ where: { id }, include: withSteps })
  if (!row) throw new AppError('not-found', 'There is no such run.')
  return toRunRecord(row)
}

/** The run as it stands, and nobody else changes it until the transaction ends. */
export async function lockRun(transaction: DatabaseTransaction, id: string): Promise<RunRecord> {
  await transaction.$queryRaw`SELECT 1 FROM "Run" WHERE "id" = ${id}::uuid FOR UPDATE`
  return getRun(transaction, id)
}

export interface RunQuery {
  readonly isActive?: boolean
  readonly runbookId?: string | undefined
  readonly limit: number
}

/** Newest first. */
export async function listRuns(access: Access, query: RunQuery): Promise<readonly RunRecord[]> {
  const rows = await access.run.findMany({
    where: {
      ...(query.isActive === true ? { status: { in: [...activeRunStatuses] } } : {}),
      ...(query.runbookId === undefined ? {} : { runbookId: query.runbookId }),
    },
    orderBy: { number: 'desc' },
    take: query.limit,
    include: withSteps,
  })
  return rows.map(toRunRecord)
}

/** Of each runbook the newest run, the newest drill that has ended, and the one that goes on. */
export async function listNewestRuns(access: Access): Promise<readonly RunRecord[]> {
  const rows = await access.$queryRaw<{ id: string }[]>`
    (SELECT DISTINCT ON ("runbookId") "id" FROM "Run" ORDER BY "runbookId", "number" DESC)
    UNION (SELECT DISTINCT ON ("runbookId") "id" FROM "Run"
      WHERE "mode" = 'drill' AND "endedAt" IS NOT NULL ORDER BY "runbookId", "number" DESC)
    UNION (SELECT "id" FROM "Run" WHERE "endedAt" IS NULL)`
  const ids = rows.map(({ id }) => id)
  const runs = await access.run.findMany({
    where: { id: { in: ids } },
    orderBy: { number: 'desc' },
    include: withSteps,
  })
  return runs.map(toRunRecord)
}

/** Whether a run that acts held one of the locks at that instant or later. */
export async function wereLocksHeldSince(
  access: Access,
  { locks, at }: { readonly locks: readonly string[]; readonly at: Date },
): Promise<boolean> {
  const [found] = await access.$queryRaw<{ held: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Run" WHERE "mode" <> 'rehearsal'
      AND ("endedAt" IS NULL OR "endedAt" >= ${at}) AND "runbook"->'locks' ?| ${[...locks]}) AS "held"`
  return found?.held === true
}

/** The source of the runbook that the run was started from. */
export async function getRunSource(access: Access, id: string): Promise<string> {
  const row = await access.run.findUnique({ where: { id }, select: { source: true } })
  if (!row) throw new AppError('not-found', 'There is no such run.')
  return row.source
}

export interface NewRun {
  readonly runbook: RunbookFrontMatter
  readonly runbookHash: string
  readonly source: string
  readonly mode: RunRecord['mode']
  readonly reason: string
  readonly parameters: Readonly<Record<string, string>>
  readonly startedBy: string
  readonly startedAtMs: number
  readonly detectedAtMs: number | null
  readonly isScheduled: boolean
  readonly steps: readonly Pick<
    StepRecord,
    'key' | 'title' | 'prose' | 'block' | 'isDestructive' | 'undoable'
  >[]
}

/** Every step is pending. */
export async function insertRun(transaction: DatabaseTransaction, run: NewRun): Promise<RunRecord> {
  const { runbook, startedBy, detectedAtMs } = run
  const row = await transaction.run.create({
    data: {
      runbookId: runbook.id,
      runbookHash: run.runbookHash,
      source: run.source,
      title: runbook.title,
      mode: run.mode,
      status: 'running',
      reason: run.reason,
      parameters: { ...run.parameters },
      targets: runbook.targets.map((target) => inRun(target, run.parameters)),
      runbook: asJson(runbookFrontMatterSchema.strip().parse(runbook)),
      startedBy,
      commander: startedBy,
      startedAt: new Date(run.startedAtMs),
      detectedAt: detectedAtMs === null ? null : new Date(detectedAtMs),
      scheduled: run.isScheduled,
      steps: {
        create: run.steps.map((step, index) => ({
          ...step,
          number: index + 1,
          block: asJson(step.block),
          status: 'pending',
        })),
      },
    },
    include: withSteps,
  })
  return toRunRecord(row)
}

/** Changes a step if it still has the status that was decided on; throws `conflict` when it has not. */
export async function changeStep(
  transaction: DatabaseTransaction,
  runId: string,
  change: StepChange,
): Promise<void> {
  const { count } = await transaction.runStep.updateMany({
    where: { runId, key: change.key, status: change.from },
    data: { status: change.to, ...toColumns(change.set) },
  })
  if (count !== 1) throw new AppError('conflict', 'Somebody else changed this step a moment ago. Look again.')
}

export async function changeRunHead(
  transaction: DatabaseTransaction,
  id: string,
  set: Partial<Pick<RunRecord, 'status' | 'endedAtMs' | 'stoppedBecause' | 'commander'>>,
): Promise<void> {
  const { endedAtMs, ...rest } = set
  const ended = endedAtMs === undefined ? {} : { endedAt: toDate(endedAtMs) }
  await transaction.run.update({ where: { id }, data: { ...rest, ...ended } })
}

export interface NewApproval {
  readonly stepKey: string
  readonly attempt: number
  readonly by: string
  readonly atMs: number
  readonly breakGlassReason: string | null
}

export async function insertApproval(
  transaction: DatabaseTransaction,
  runId: string,
  { stepKey, attempt, by, atMs, breakGlassReason }: NewApproval,
): Promise<void> {
  const where = { runId_key: { runId, key: stepKey } }
  const step = await transaction.runStep.findUniqueOrThrow({ where, select: { id: true } })
  const data = { stepId: step.id, attempt, approvedBy: by, approvedAt: new Date(atMs), breakGlassReason }
  await transaction.runApproval.create({ data })
}

function toColumns(set: StepChange['set']) {
  const { description, preflight, result, chosen, undo, reason, attempts, requestedBy, ...instants } = set
  const times = Object.entries(instants).map(([name, ms]) => [name.replace(/Ms$/, ''), toDate(ms ?? null)])
  return {
    ...Object.fromEntries(times),
    ...(chosen === undefined ? {} : { chosen }),
    ...(reason === undefined ? {} : { reason }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(requestedBy === undefined ? {} : { requestedBy }),
    ...(description === undefined ? {} : { description: asNullableJson(description) }),
    ...(preflight === undefined ? {} : { preflight: asJson(preflight) }),
    ...(result === undefined ? {} : { result: asNullableJson(result) }),
    ...(undo === undefined ? {} : { undo: asNullableJson(undo) }),
  }
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

function toRunRecord(row: RunRow): RunRecord {
  return {
    id: row.id,
    number: row.number,
    runbookId: row.runbookId,
    runbookHash: row.runbookHash,
    title: row.title,
    mode: known(runModes, row.mode),
    status: known(runStatuses, row.status),
    reason: row.reason,
    parameters: asParameters(row.parameters),
    targets: row.targets,
    runbook: runbookFrontMatterSchema.parse(row.runbook),
    startedBy: row.startedBy,
    commander: row.commander,
    startedAtMs: row.startedAt.getTime(),
    detectedAtMs: row.detectedAt?.getTime() ?? null,
    endedAtMs: row.endedAt?.getTime() ?? null,
    stoppedBecause: row.stoppedBecause,
    fencingToken: row.fencingToken,
    steps: row.steps.map(toStepRecord),
  }
}

function toStepRecord(row: StepRow): StepRecord {
  const { key, number, title, prose, isDestructive, reason, attempts, requestedBy, chosen } = row
  return {
    key,
    number,
    title,
    prose,
    isDestructive,
    reason,
    attempts,
    requestedBy,
    chosen,
    block: stepBlockSchema.parse(row.block),
    undoable: known(undoables, row.undoable),
    status: known(stepStatuses, row.status),
    requestedAtMs: row.requestedAt?.getTime() ?? null,
    approvalEndsAtMs: row.approvalEndsAt?.getTime() ?? null,
    turnAtMs: row.turnAt?.getTime() ?? null,
    blockedAtMs: row.blockedAt?.getTime() ?? null,
    startedAtMs: row.startedAt?.getTime() ?? null,
    endedAtMs: row.endedAt?.getTime() ?? null,
    description: asDescription(row.description),
    preflight: asChecks(row.preflight),
    preflightAtMs: row.preflightAt?.getTime() ?? null,
    result: asResult(row.result),
    undo: asUndo(row.undo),
    approvals: row.approvals.map((approval) => ({
      attempt: approval.attempt,
      by: approval.approvedBy,
      atMs: approval.approvedAt.getTime(),
      breakGlassReason: approval.breakGlassReason,
    })),
  }
}

function known<Word extends string>(words: readonly Word[], value: string): Word {
  const word = words.find((each) => each === value)
  if (word === undefined) throw new Error(`${value} is not known to this version`)
  return word
}

/** Only insertRun and changeStep write these columns, from these very types. */
const asDescription = (value: unknown) => value as StoredDescription | null
const asChecks = (value: unknown) => value as readonly PreflightCheck[]
const asResult = (value: unknown) => value as StepResult | null
const asUndo = (value: unknown) => value as StepUndo | null
const asParameters = (value: unknown) => value as Readonly<Record<string, string>>

/** What is stored was made of JSON or of plain data; Prisma's type cannot see that. */
function asJson(value: object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue
}

function asNullableJson(value: object | null) {
  return value === null ? Prisma.DbNull : asJson(value)
}
