import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import { AppError } from '@/lib/core/errors/app-error'
import { checkRunbook } from '@/lib/core/runbooks/check-runbook'
import type { RunRecord } from '@/lib/core/runbooks/journal'
import { refuseAlready, withBestDefaults } from '@/lib/core/runbooks/parameter-choices'
import type { RunMode } from '@/lib/core/runbooks/run'
import { chosenParameters, inRun } from '@/lib/core/runbooks/run-parameters'
import type { Runbook, StepBlock } from '@/lib/core/runbooks/runbook'
import { withFirst } from '@/lib/core/runbooks/step-commands'
import { advance } from '@/lib/core/runbooks/step-order'
import { toRunSummary } from '@/lib/core/runbooks/to-run-wire'
import { waysBack } from '@/lib/core/runbooks/ways-back'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import { getRun, insertRun } from '@/lib/server/repositories/run.repository'
import { handMemoryOver } from '@/lib/server/repositories/run-lease.repository'
import { takeRunLocks } from '@/lib/server/repositories/run-lock.repository'
import { listEvaluations } from '@/lib/server/repositories/runbook-evaluation.repository'
import { findAction, isDestructiveAction, runbookKinds } from '@/lib/server/runbooks/kinds'
import { getRunbookFile, listRunbookFiles } from '@/lib/server/runbooks-files/shared-runbooks'
import { currentChoices } from '@/lib/server/services/runbooks/current-choices'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { detectedAt } from './detected-at'
import { runCaller } from './run-caller'
import { writeTransition } from './write-transition'

export interface StartRun {
  readonly id: string
  readonly mode: RunMode
  readonly reason: string
  readonly parameters: Readonly<Record<string, string>>
  /** The run that this one takes back. */
  readonly wayBackOf?: string | undefined
  /** Started by the schedule and not by a person. */
  readonly isScheduled?: boolean
}

/** Starts a run of a runbook as its file stands now. Of two that want the same lock the second is told who was first. */
export async function startRun(context: ServiceContext, input: StartRun): Promise<RunSummaryWire> {
  requireRole(context, 'operator')
  const runbook = getRunbookFile(input.id)
  refuseUnfit(runbook)
  const nowMs = context.clock.nowMs()
  const evaluation = (await listEvaluations(context.database)).get(runbook.id)
  const choices = await currentChoices(runbook, evaluation, { database: context.database, nowMs })
  const meant = { parameters: withBestDefaults(runbook.parameters, choices) }
  const parameters = chosenParameters(meant, input.parameters)
  refuseAlready(parameters, choices)
  const targets = runbook.targets.map((target) => inRun(target, parameters))
  const [caller, detectedAtMs] = await Promise.all([runCaller(context), detectedAt(context, targets)])
  const startedAtMs = context.clock.nowMs()
  const run = await inTransaction(context.database, async (transaction) => {
    const started = await insertRun(transaction, {
      runbook,
      runbookHash: runbook.hash,
      source: runbook.source,
      mode: input.mode,
      reason: input.reason,
      parameters,
      startedBy: caller.person,
      startedAtMs,
      detectedAtMs,
      isScheduled: input.isScheduled ?? false,
      steps: stepsOf(runbook, parameters),
    })
    if (input.mode !== 'rehearsal') await lock(transaction, started, runbook)
    const earlier = input.wayBackOf === undefined ? null : await getRun(transaction, input.wayBackOf)
    if (earlier) {
      refuseUnlessWayBack(runbook, earlier)
      await handMemoryOver(transaction, { from: earlier.id, to: started.id })
    }
    const of = earlier ? `, the way back of run #${earlier.number}` : ''
    const text = `Starts a ${input.mode} run${of}: ${input.reason}`
    const transition = withFirst(
      { kind: 'run-started', stepKey: null, text },
      advance(started, [], startedAtMs),
    )
    const written = { run: started, transition, actor: caller.person, action: 'run.start' }
    await writeTransition(transaction, context, written)
    return getRun(transaction, started.id)
  })
  return toRunSummary(run, startedAtMs)
}

/** What a run noted may only guide a runbook that leads back from what it has done, once it has ended. */
function refuseUnlessWayBack({ id }: Runbook, earlier: RunRecord): void {
  if (earlier.endedAtMs === null) {
    throw new AppError('conflict', `Run #${earlier.number} has not ended. Abort it first.`)
  }
  const ways = waysBack(earlier)
  if (ways.includes(id)) return
  const others =
    ways.length === 0 ? 'nothing that it did is left to take back' : `that is ${ways.join(' or ')}`
  throw new AppError(
    'conflict',
    `${id} is not the way back of run #${earlier.number}, ${earlier.title}: ${others}.`,
  )
}

function stepsOf({ steps }: Runbook, parameters: Readonly<Record<string, string>>) {
  return steps.map(({ title, prose, block }) => ({
    key: block.key,
    title,
    prose,
    block: confirmedIn(block, parameters),
    isDestructive: block.kind === 'action' && isDestructiveAction(block.action, block.settings),
    undoable: block.kind === 'action' ? (findAction(block.action)?.undoable ?? 'never') : ('never' as const),
  }))
}

/** People type the name of what this very run acts on. */
function confirmedIn(block: StepBlock, parameters: Readonly<Record<string, string>>): StepBlock {
  if (block.kind !== 'action' || block.confirm === undefined) return block
  return { ...block, confirm: inRun(block.confirm, parameters) }
}

/** A rehearsal changes nothing, so it locks nothing: it must not stand in the way of a real run. */
async function lock(transaction: DatabaseTransaction, run: RunRecord, { locks }: Runbook): Promise<void> {
  const at = new Date(run.startedAtMs)
  const holder = await takeRunLocks(transaction, { runId: run.id, names: locks, at })
  if (!holder) return
  throw new AppError(
    'conflict',
    `Run #${holder.number} by ${holder.startedBy} is active and holds ${holder.lock}: ${holder.title}.`,
  )
}

/** A plan that names what this version does not have would stop in the middle of a disaster. */
function refuseUnfit(runbook: Runbook): void {
  const runbooks = new Set(listRunbookFiles().runbooks.map(({ id }) => id))
  const [problem] = checkRunbook(runbook, { ...runbookKinds(), runbooks })
  if (!problem) return
  const { message, remedy } = problem
  throw new AppError('conflict', `The runbook ${runbook.id} cannot be run: ${message}. ${remedy}`)
}
