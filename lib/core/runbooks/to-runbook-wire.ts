import type {
  PreflightCheckWire,
  RunbookReferenceWire,
  RunbookSummaryWire,
  RunbookWire,
  RunSummaryWire,
} from '@/lib/core/api/runbooks'
import { type ParameterChoices, withBestDefaults } from './parameter-choices'
import { chosenParameters, inRun } from './run-parameters'
import type { Runbook } from './runbook'

interface RunbookSurroundings {
  readonly executable: RunbookSummaryWire['executable']
  /** Newest first. */
  readonly runs: readonly RunSummaryWire[]
  /** Of the parameters, while they still hold. */
  readonly choices: ParameterChoices
  readonly wayBack: RunbookReferenceWire | null
}

export function toRunbookSummary(
  runbook: Runbook,
  { executable, runs, choices, wayBack }: RunbookSurroundings,
): RunbookSummaryWire {
  const { id, title, scenario, severity, rtoSeconds, rpoSeconds } = runbook
  const values = usualValues(runbook, choices)
  const own = runs.filter(({ runbookId }) => runbookId === id)
  return {
    id,
    title,
    scenario,
    severity,
    rtoSeconds,
    rpoSeconds,
    targets: runbook.targets.map((target) => inRun(target, values)),
    wayBack,
    steps: runbook.steps.length,
    executable,
    lastRun: own[0] ?? null,
    lastDrill: own.find(({ mode, endedAt }) => mode === 'drill' && endedAt !== null) ?? null,
    activeRun: own.find(({ endedAt }) => endedAt === null) ?? null,
  }
}

/** The value of every parameter that a run has when nobody says otherwise. */
function usualValues({ parameters }: Runbook, choices: ParameterChoices): Readonly<Record<string, string>> {
  return chosenParameters({ parameters: withBestDefaults(parameters, choices) }, {})
}

interface PlanKnowledge {
  readonly isDestructive: (actionKind: string, settings: unknown) => boolean
  /** As last evaluated, by the key of the step. */
  readonly checks: Readonly<Record<string, readonly PreflightCheckWire[]>>
}

export function toRunbookWire(
  runbook: Runbook,
  around: RunbookSurroundings,
  known: PlanKnowledge,
): RunbookWire {
  const { introduction, triggers, source, hash, specifiedIn } = runbook
  const { choices } = around
  const values = usualValues(runbook, choices)
  return {
    ...toRunbookSummary(runbook, around),
    introduction,
    triggers: [...triggers],
    parameters: withBestDefaults(runbook.parameters, choices).map((parameter) => ({
      name: parameter.name,
      title: parameter.title,
      options: parameter.options ?? null,
      default: parameter.default,
      choices: choices[parameter.name]?.map((choice) => ({ ...choice })) ?? null,
    })),
    source,
    hash,
    specifiedIn: [...specifiedIn],
    plan: runbook.steps.map(({ title, prose, block }) => ({
      key: block.key,
      kind: block.kind,
      phase: block.phase,
      title,
      prose,
      isDestructive: block.kind === 'action' && known.isDestructive(block.action, block.settings),
      confirm: block.kind === 'action' && block.confirm !== undefined ? inRun(block.confirm, values) : null,
      approvals:
        block.kind === 'action' && block.approvals
          ? { role: block.approvals.role, count: block.approvals.count }
          : null,
      checks: [...(known.checks[block.key] ?? [])],
    })),
  }
}
