import { daysSince } from '@/lib/core/findings/days'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr004 = defineRule({
  id: 'DR-004',
  title: 'A restore was not tested in the last twelve months',
  severity: 'high',
  reference: 'SOC2 A1.3, DORA 11.6 and 24.6, ISO A.5.30',
  reads: ['inventory.backups', 'clock'],
  evaluate: (input) =>
    input.inventory.backups.flatMap((backup) => {
      const subjects = nodeSubjects(backup.of)
      const tests = backup.restoreTests
      if (tests === undefined) {
        return [
          asks({
            key: backup.slug,
            title: `Whether ${backup.slug} was ever restored is not stated`,
            fact: `the last restore test of ${backup.slug}`,
            inventoryPath: `backups.${backup.slug}.restoreTests`,
            subjects,
          }),
        ]
      }
      const newest = tests.toSorted((left, right) => left.at.localeCompare(right.at)).at(-1)
      if (newest !== undefined && daysSince(input, newest.at) <= 365) return []
      return [
        {
          key: backup.slug,
          title:
            newest === undefined
              ? `${backup.slug} was never restored`
              : `${backup.slug} was last restored on ${newest.at}`,
          subjects,
          statements: [
            stated('backup', backup, 'restoreTests', newest ? `${newest.at}: ${newest.result}` : 'never'),
            known('DORA 24.6', 'restore tests', 'at least once a year'),
          ],
          fixes: fixes('Restore it in a drill, and record the result'),
        },
      ]
    }),
})
