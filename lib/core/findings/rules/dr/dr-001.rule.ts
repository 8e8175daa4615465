import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dr001 = defineRule({
  id: 'DR-001',
  title: 'Backups are further apart than the data that may be lost',
  severity: 'high',
  reference: 'ISO A.8.13, DORA 12.6',
  reads: ['inventory.backups', 'inventory.disasterRecovery'],
  evaluate: ({ inventory }) => {
    const scenarios = inventory.disasterRecovery.scenarios.filter((scenario) =>
      scenario.steps.some((step) => /backup/i.test(step)),
    )
    return inventory.backups.flatMap((backup) => {
      const scenario = scenarios.find((each) => each.rpoSeconds !== undefined)
      const rpo = backup.rpoSeconds ?? scenario?.rpoSeconds
      const path =
        backup.rpoSeconds === undefined && scenarios[0]
          ? `disasterRecovery.scenarios.${scenarios[0].slug}.rpoSeconds`
          : `backups.${backup.slug}.rpoSeconds`
      const subjects = nodeSubjects(backup.of)
      if (backup.intervalSeconds === undefined) {
        return [
          asks({
            key: `${backup.slug}:interval`,
            title: `How often ${backup.slug} runs is not stated`,
            fact: `the interval of ${backup.slug}`,
            inventoryPath: `backups.${backup.slug}.intervalSeconds`,
            subjects,
          }),
        ]
      }
      const interval = stated('backup', backup, 'intervalSeconds', `every ${backup.intervalSeconds} s`)
      if (rpo === undefined) {
        return [
          asks({
            key: backup.slug,
            title: `How much data may be lost is stated nowhere; ${backup.slug} loses up to ${backup.intervalSeconds} s`,
            fact: 'the recovery point objective',
            inventoryPath: path,
            subjects,
            statements: [interval],
          }),
        ]
      }
      const effective = backup.intervalSeconds + (backup.durationSeconds ?? 0)
      if (effective <= rpo) return []
      return [
        {
          key: backup.slug,
          title: `${backup.slug} can lose ${effective} s of data; ${rpo} s are allowed`,
          subjects,
          statements: [
            interval,
            backup.rpoSeconds === undefined && scenario
              ? stated('recovery scenario', scenario, 'rpoSeconds', `${rpo} s`)
              : stated('backup', backup, 'rpoSeconds', `${rpo} s`),
          ],
          fixes: fixes('Back up more often, or ship the binary log', 'Allow more loss'),
        },
      ]
    })
  },
})
