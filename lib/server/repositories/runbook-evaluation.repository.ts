import type { PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { type ExecutableStatus, executableStatuses } from '@/lib/core/runbooks/evaluation'
import type { ParameterChoices } from '@/lib/core/runbooks/parameter-choices'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Prisma, RunbookEvaluation } from '@/prisma/generated/client'

/** Whether a runbook would work if it were started now, as a worker last found. */
export interface Evaluation {
  readonly runbookId: string
  /** Of the runbook that was evaluated; another hash means that it was changed since. */
  readonly runbookHash: string
  readonly status: ExecutableStatus
  readonly evaluatedAtMs: number
  /** Why it would not work, or why that is not known. */
  readonly reasons: readonly string[]
  /** The checks of each step, by its key. */
  readonly checks: Readonly<Record<string, readonly PreflightCheck[]>>
  /** Which values of its parameters would do. */
  readonly choices: ParameterChoices
}

/** The newest evaluation of each runbook, by its id. */
export async function listEvaluations(
  access: Database | DatabaseTransaction,
): Promise<ReadonlyMap<string, Evaluation>> {
  const rows = await access.runbookEvaluation.findMany()
  return new Map(rows.map((row) => [row.runbookId, toEvaluation(row)]))
}

export async function storeEvaluation(
  access: Database | DatabaseTransaction,
  { runbookId, evaluatedAtMs, reasons, checks, choices, ...rest }: Evaluation,
): Promise<void> {
  const data = {
    ...rest,
    evaluatedAt: new Date(evaluatedAtMs),
    reasons: [...reasons],
    checks: asJson(checks),
    choices: asJson(choices),
  }
  await access.runbookEvaluation.upsert({
    where: { runbookId },
    create: { runbookId, ...data },
    update: data,
  })
}

function toEvaluation(row: RunbookEvaluation): Evaluation {
  const { runbookId, runbookHash } = row
  return {
    runbookId,
    runbookHash,
    status: executableStatuses.find((each) => each === row.status) ?? 'unknown',
    evaluatedAtMs: row.evaluatedAt.getTime(),
    reasons: asReasons(row.reasons),
    checks: asChecks(row.checks),
    choices: asChoices(row.choices),
  }
}

/** Only storeEvaluation writes these columns, from these very types. */
const asReasons = (value: unknown) => value as readonly string[]
const asChecks = (value: unknown) => value as Evaluation['checks']
const asChoices = (value: unknown) => value as ParameterChoices

/** What is stored is plain data; Prisma's type cannot see that. */
function asJson(value: object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue
}
