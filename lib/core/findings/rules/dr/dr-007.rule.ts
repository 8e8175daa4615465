import { defineRule } from '@/lib/core/findings/rule-definition'
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
    return runbooks.flatMap((runbook) => {
      const scenario = inventory.disasterRecovery.scenarios.find((each) => each.runbook === runbook.id)
      const objective = Math.min(runbook.rtoSeconds, scenario?.rtoSeconds ?? Number.POSITIVE_INFINITY)
      const total = runbook.steps.reduce((sum, step) => sum + step.timeoutSeconds, 0)
      if (objective === 0 || total <= objective) return []
      return [
        {
          key: runbook.id,
          title: `The steps of “${runbook.title}” may take ${total} s together; ${objective} s are allowed`,
          subjects: [`runbook:${runbook.id}`, ...nodeSubjects(runbook.targets)],
          statements: [
            runbookStatement(
              runbook,
              'steps',
              runbook.steps.map((step) => `${step.key} ${step.timeoutSeconds} s`).join(', '),
            ),
            scenario
              ? stated('recovery scenario', scenario, 'rtoStated', scenario.rtoStated)
              : runbookStatement(runbook, 'rtoSeconds', `${runbook.rtoSeconds} s`),
          ],
          fixes: fixes('Shorten the time-outs of its steps, or do them at once', 'Lengthen the objective'),
        },
      ]
    })
  },
})
