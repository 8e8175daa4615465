import { linksOfKind } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr010 = defineRule({
  id: 'DR-010',
  title: 'Nobody is told of a missed backup',
  severity: 'medium',
  reference: 'awesome-prometheus-alerts, missing backup',
  reads: ['inventory.backups', 'inventory.alerts', 'inventory.links'],
  evaluate: (input) => {
    const { backups, alerts } = input.inventory
    const links = linksOfKind(input, 'backup')
    if (backups.length === 0 && links.length === 0) return []
    if (alerts.some((alert) => /backup|last_save/i.test(`${alert.slug} ${alert.stated} ${alert.expr ?? ''}`)))
      return []
    const [backup] = backups
    const [link] = links
    return [
      {
        key: 'missed-backup',
        title: 'No alert tells that a backup was missed',
        subjects: [
          ...links.map((each) => `link:${each.id}`),
          ...nodeSubjects(backups.flatMap((each) => each.of)),
        ],
        statements: [
          ...(backup
            ? [stated('backup', backup, 'intervalSeconds', `every ${backup.intervalSeconds ?? '?'} s`)]
            : link
              ? [stated('link', link, 'label', link.label)]
              : []),
          absent('alerts', 'none about backups'),
        ],
        fixes: [fix(1, 'Add an alert on the age of the newest backup')],
      },
    ]
  },
})
