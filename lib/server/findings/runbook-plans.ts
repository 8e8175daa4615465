import type { RunbookPlan, RunbookReadiness } from '@/lib/core/findings/other-sources'
import { chosenParameters, inRun } from '@/lib/core/runbooks/run-parameters'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import type { Evaluation } from '@/lib/server/repositories/runbook-evaluation.repository'

/** Settings whose values name something of the estate. */
const NAMING =
  /^(host|hosts|address|node|nodes|target|targets|candidate|primary|replica|name|names|hostname)$/i

export function toRunbookPlan(
  runbook: Runbook,
  measured: ReadonlyMap<string, RunbookPlan['measured']>,
): RunbookPlan {
  const { id, title, rtoSeconds, triggers, steps } = runbook
  const usual = chosenParameters(runbook, {})
  return {
    id,
    title,
    rtoSeconds,
    targets: runbook.targets.map((target) => inRun(target, usual)),
    triggers,
    measured: measured.get(id) ?? null,
    steps: steps.map(({ title: stepTitle, block }) => ({
      key: block.key,
      title: stepTitle,
      timeoutSeconds: block.timeoutSeconds,
      mentions: 'settings' in block ? namesIn(block.settings) : [],
    })),
  }
}

/** Only what was found not to work: what nobody knows is no finding. */
export function toRunbookReadiness(evaluation: Evaluation): readonly RunbookReadiness[] {
  if (evaluation.status !== 'not-executable') return []
  const failing = Object.entries(evaluation.checks).flatMap(([step, checks]) =>
    checks.some((check) => check.outcome === 'failed') ? [step] : [],
  )
  const steps = failing.length > 0 ? failing : ['runbook']
  return steps.map((step) => ({
    runbook: evaluation.runbookId,
    step,
    isExecutable: false,
    reason: evaluation.reasons.join('; '),
    evaluatedAtMs: evaluation.evaluatedAtMs,
  }))
}

/** `{{ candidate }}` is filled in when a run starts, so it names nothing yet. */
function namesIn(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return namesIn({ ...value })
    if (!NAMING.test(key)) return []
    return [value].flat().filter((name): name is string => typeof name === 'string' && !/[{$]/.test(name))
  })
}
