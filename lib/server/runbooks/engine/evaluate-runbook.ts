import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { checkRunbook } from '@/lib/core/runbooks/check-runbook'
import { judgeRunbook } from '@/lib/core/runbooks/evaluation'
import { chosenParameters } from '@/lib/core/runbooks/run-parameters'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import {
  type Evaluation,
  listEvaluations,
  storeEvaluation,
} from '@/lib/server/repositories/runbook-evaluation.repository'
import { listRunbookFiles } from '@/lib/server/runbooks-files/shared-runbooks'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { runbookKinds } from '../kinds'
import { type ActionTools, worldOf } from './action-context'
import { preflightOf } from './step-runner'

const STEP_DEADLINE_MS = 15_000
/** An evaluation that says the same is told again after this, for people see when it was. */
const TELL_AGAIN_MS = 10 * 60_000

/** Asks, before anyone needs the runbook, every action of it whether it would work, and keeps the answer. */
export async function evaluateRunbook(tools: ActionTools, runbook: Runbook): Promise<Evaluation> {
  const { database, clock, redactor } = tools
  const problems = await planProblems(tools, runbook)
  const steps = []
  for (const { title, block } of runbook.steps) {
    const checks = redactor.value(await preflightOf(block, observer(tools, runbook)))
    steps.push({ key: block.key, title, checks })
  }
  const evaluation: Evaluation = {
    ...judgeRunbook(problems, steps),
    runbookId: runbook.id,
    runbookHash: runbook.hash,
    evaluatedAtMs: clock.nowMs(),
    checks: Object.fromEntries(steps.map(({ key, checks }) => [key, checks])),
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
  const told = ({ status, reasons, runbookHash }: Evaluation) =>
    JSON.stringify([status, reasons, runbookHash])
  return told(before) !== told(after)
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
function observer(tools: ActionTools, runbook: Runbook): ActionContext {
  const nothing = (what: string) => () =>
    Promise.reject(new AppError('forbidden', `an evaluation ${what} nothing`))
  return {
    ...worldOf(tools),
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
