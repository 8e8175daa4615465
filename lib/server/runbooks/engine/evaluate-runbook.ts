import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext, SharedLooks } from '@/lib/core/runbooks/action-definition'
import { checkRunbook } from '@/lib/core/runbooks/check-runbook'
import { judgeRunbook } from '@/lib/core/runbooks/evaluation'
import { type ParameterChoices, withBestDefaults, withinOptions } from '@/lib/core/runbooks/parameter-choices'
import { chosenParameters } from '@/lib/core/runbooks/run-parameters'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { Log } from '@/lib/server/log'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import {
  type Evaluation,
  listEvaluations,
  storeEvaluation,
} from '@/lib/server/repositories/runbook-evaluation.repository'
import { listRunbookFiles } from '@/lib/server/runbooks-files/shared-runbooks'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { findAction, runbookKinds } from '../kinds'
import { type ActionTools, worldOf } from './action-context'
import { preflightOf } from './step-runner'

const STEP_DEADLINE_MS = 15_000
/** An evaluation that says the same is told again after this, for people see when it was. */
const TELL_AGAIN_MS = 10 * 60_000

interface EvaluationTools extends ActionTools {
  readonly log: Log
  readonly looks: SharedLooks
}

/** Asks, before anyone needs the runbook, every action of it whether it would work, and keeps the answer. */
export async function evaluateRunbook(tools: EvaluationTools, runbook: Runbook): Promise<Evaluation> {
  const { database, clock, redactor } = tools
  // A run that acts while this looks around makes it old at once.
  const evaluatedAtMs = clock.nowMs()
  const problems = await planProblems(tools, runbook)
  const choices = redactor.value(await choicesOf(tools, runbook))
  // What would really be asked for is looked at, and not a value that nobody would give.
  const meant = { ...runbook, parameters: withBestDefaults(runbook.parameters, choices) }
  const steps = []
  for (const { title, block } of runbook.steps) {
    const checks = redactor.value(await preflightOf(block, observer(tools, meant)))
    steps.push({ key: block.key, title, checks })
  }
  const evaluation: Evaluation = {
    ...judgeRunbook(problems, steps),
    runbookId: runbook.id,
    runbookHash: runbook.hash,
    evaluatedAtMs,
    checks: Object.fromEntries(steps.map(({ key, checks }) => [key, checks])),
    choices,
  }
  await inTransaction(database, async (transaction) => {
    const before = (await listEvaluations(transaction)).get(runbook.id)
    await storeEvaluation(transaction, evaluation)
    if (isNews(before, evaluation)) await appendEvents(transaction, [{ kind: 'runbooks-evaluated' }])
  })
  return evaluation
}

function isNews(before: Evaluation | undefined, after: Evaluation): boolean {
  if (!before || after.evaluatedAtMs - before.evaluatedAtMs >= TELL_AGAIN_MS) return true
  const told = ({ status, reasons, runbookHash, choices }: Evaluation) =>
    JSON.stringify([status, reasons, runbookHash, verdictsOf(choices)])
  return told(before) !== told(after)
}

/** How far a server is behind changes all the time, and is no news. */
function verdictsOf(choices: ParameterChoices): unknown {
  return Object.entries(choices).map(([name, each]) => [
    name,
    each.map(({ value, verdict }) => [value, verdict]),
  ])
}

/** What nobody could look at is left out: then every value may be asked for, and the step itself finds out. */
async function choicesOf(tools: EvaluationTools, runbook: Runbook): Promise<ParameterChoices> {
  const found: Record<string, ParameterChoices[string]> = {}
  for (const { block } of runbook.steps) {
    if (block.kind !== 'action') continue
    try {
      Object.assign(
        found,
        await findAction(block.action)?.choices?.(block.settings, observer(tools, runbook)),
      )
    } catch (error) {
      tools.log.info({ err: error, runbookId: runbook.id, step: block.key }, 'choices not looked at')
    }
  }
  return withinOptions(runbook.parameters, found)
}

async function planProblems({ database }: ActionTools, runbook: Runbook): Promise<readonly string[]> {
  const slugsOf = (things: readonly { readonly slug: string }[]) => new Set(things.map(({ slug }) => slug))
  const { inventory } = await currentInventory(database)
  const problems = checkRunbook(runbook, {
    ...runbookKinds(),
    runbooks: new Set(listRunbookFiles().runbooks.map(({ id }) => id)),
    inventory: { nodes: slugsOf(inventory.nodes), connectors: slugsOf(inventory.connectors) },
  })
  return problems.map(({ message }) => message)
}

/** A context with which nothing can be changed and nothing is remembered. */
function observer(tools: EvaluationTools, runbook: Runbook): ActionContext {
  const nothing = (what: string) => () =>
    Promise.reject(new AppError('forbidden', `an evaluation ${what} nothing`))
  return {
    ...worldOf(tools),
    looks: tools.looks,
    signal: AbortSignal.timeout(STEP_DEADLINE_MS),
    run: {
      id: '00000000-0000-0000-0000-000000000000',
      mode: 'rehearsal',
      runbookId: runbook.id,
      parameters: chosenParameters(runbook, {}),
      startedAtMs: tools.clock.nowMs(),
    },
    fencingToken: 0,
    assertHeld: nothing('changes'),
    recall: () => Promise.resolve(undefined),
    recallBefore: () => Promise.resolve(undefined),
    remember: nothing('remembers'),
    note: () => Promise.resolve(),
  }
}
