import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, asks, fixes, known } from '@/lib/core/findings/statements'

export const aud006 = defineRule({
  id: 'AUD-006',
  title: 'The audit log is kept for less than a year',
  severity: 'high',
  reference: 'PCI 10.5.1',
  reads: ['inventory.auditPolicy'],
  evaluate: ({ inventory }) => {
    const { retentionMonths, searchableMonths } = inventory.auditPolicy ?? {}
    const missing =
      retentionMonths === undefined
        ? 'retentionMonths'
        : searchableMonths === undefined
          ? 'searchableMonths'
          : undefined
    if (missing !== undefined) {
      return [
        asks({
          title: 'How long the audit log is kept is not stated',
          fact:
            missing === 'retentionMonths'
              ? 'the months for which the audit log is kept'
              : 'the months of the audit log that are at hand',
          inventoryPath: `auditPolicy.${missing}`,
        }),
      ]
    }
    if ((retentionMonths ?? 0) >= 12 && (searchableMonths ?? 0) >= 3) return []
    return [
      {
        key: 'retention',
        title: `The audit log is kept for ${retentionMonths} months, ${searchableMonths} of them at hand`,
        subjects: ['audit:log'],
        statements: [
          absent('auditPolicy.retentionMonths', String(retentionMonths)),
          known('PCI 10.5.1', 'retention', 'at least 12 months, 3 at hand'),
        ],
        fixes: fixes('Keep it for a year, three months of it at hand'),
      },
    ]
  },
})
