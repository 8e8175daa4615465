import { alertSubjects } from '@/lib/core/findings/alert-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix, fixes, known, stated, unstated } from '@/lib/core/findings/statements'

export const mon003 = defineRule({
  id: 'MON-003',
  title: 'An alert has no runbook, or one that is not here',
  severity: 'medium',
  reference: 'kubernetes-mixin, pint rule/link',
  reads: ['inventory.alerts', 'runbooks'],
  evaluate: ({ inventory, runbooks }) => {
    const bare = inventory.alerts.filter((alert) => alert.runbook === undefined)
    const here = runbooks === null ? undefined : new Set(runbooks.map((runbook) => runbook.id))
    const lost =
      here === undefined
        ? []
        : inventory.alerts.filter((alert) => alert.runbook !== undefined && !here.has(alert.runbook))
    return [
      ...lost.map((alert) => ({
        key: alert.slug,
        title: `${alert.slug} names the runbook ${alert.runbook}, which is not here`,
        subjects: alertSubjects([alert]),
        statements: [
          stated('alert', alert, 'runbook', alert.runbook),
          absent('runbooks', `no ${alert.runbook}`),
        ],
        fixes: fixes('Name a runbook that is here', 'Write it'),
      })),
      ...(bare.length === 0
        ? []
        : [
            {
              key: 'without',
              title: `${bare.length} of ${inventory.alerts.length} alerts name no runbook: whoever is woken has to think`,
              subjects: alertSubjects(bare),
              statements: [
                ...bare.map((alert) => unstated('alert', alert, 'runbook')),
                known('kubernetes-mixin', 'runbook_url', 'every alert has one'),
              ],
              fixes: bare.map((alert, index) => fix(index, `Name the runbook of ${alert.slug}`)),
            },
          ]),
    ]
  },
})
