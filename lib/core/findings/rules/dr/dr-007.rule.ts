import type { RunbookPlan } from '@/lib/core/findings/other-sources'
import { defineRule, type RuleFinding, type RuleStatement } from '@/lib/core/findings/rule-definition'
import { runbookStatement } from '@/lib/core/findings/runbook-statement'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr007 = defineRule({
  id: 'DR-007',
  title: "A runbook's steps take longer than its objective",
  severity: 'high',
  reference: 'DORA 12.6',
  reads: ['runbooks', 'inventory.disasterRecovery'],
  evaluate: ({ runbooks, inventory }) => {
    if (runbooks === null) {
      return [
        asks({
          title: 'Whether the steps fit into the objectives is not known without runbooks',
          fact: 'the runbook of each scenario',
          inventoryPath: 'disasterRecovery.scenarios.*.runbook',
        }),
      ]
    }
    const objectives = runbooks.map((runbook) => {
      const scenario = inventory.disasterRecovery.scenarios.find((each) => each.runbook === runbook.id)
      const seconds = Math.min(runbook.rtoSeconds, scenario?.rtoSeconds ?? Number.POSITIVE_INFINITY)
      const statement = scenario
        ? stated('recovery scenario', scenario, 'rtoStated', scenario.rtoStated)
        : runbookStatement(runbook, 'rtoSeconds', `${runbook.rtoSeconds} s`)
      return { runbook, seconds, statement }
    })
    const bound = objectives.filter(({ seconds }) => seconds > 0)
    return [...bound.flatMap(tookTooLong), ...notMeasured(bound)]
  },
})

interface Objective {
  readonly runbook: RunbookPlan
  readonly seconds: number
  readonly statement: RuleStatement
}

function tookTooLong({ runbook, seconds, statement }: Objective): readonly RuleFinding[] {
  const { measured } = runbook
  if (measured === null || measured.seconds <= seconds) return []
  return [
    {
      key: runbook.id,
      title: `“${runbook.title}” took ${measured.seconds} s; ${seconds} s are allowed`,
      subjects: [`runbook:${runbook.id}`, ...nodeSubjects(runbook.targets)],
      statements: [
        {
          view: 'runs',
          field: `run ${measured.run}`,
          value: `${measured.seconds} s from start to end`,
          source: `run ${measured.run}`,
          setBy: measured.by,
          setAtMs: measured.atMs,
        },
        statement,
      ],
      fixes: fixes('Shorten its steps, or do them at once', 'Lengthen the objective'),
    },
  ]
}

/** Time-outs are the most that steps may take, not what they take: a drill tells. */
function notMeasured(objectives: readonly Objective[]): readonly RuleFinding[] {
  const open = objectives.filter(
    ({ runbook, seconds }) => runbook.measured === null && allowedSeconds(runbook) > seconds,
  )
  if (open.length === 0) return []
  return [
    asks({
      title: `Whether ${open.length} runbooks keep their objectives is not known: their time-outs alone allow more`,
      fact: 'how long a drill of each takes',
      inventoryPath: 'runbooks.*.drill',
      how: 'Run each as a drill: the time that it takes is kept',
      subjects: open.map(({ runbook }) => `runbook:${runbook.id}`),
      statements: open.flatMap(({ runbook, statement }) => [
        runbookStatement(runbook, 'timeoutSeconds', `${allowedSeconds(runbook)} s together`),
        statement,
      ]),
    }),
  ]
}

function allowedSeconds({ steps }: RunbookPlan): number {
  return steps.reduce((sum, step) => sum + step.timeoutSeconds, 0)
}
