import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const aud009 = defineRule({
  id: 'AUD-009',
  title: 'A finding is waived without an end or an owner',
  severity: 'medium',
  reference: 'ISO A.5.36',
  reads: ['waivers', 'clock'],
  evaluate: ({ waivers }) =>
    waivers
      .filter((waiver) => waiver.owner === null || waiver.untilMs === null)
      .map((waiver) => ({
        key: waiver.finding,
        title: `“${waiver.title}” is waived ${waiver.untilMs === null ? 'for ever' : 'by nobody'}`,
        subjects: [`finding:${waiver.finding}`],
        statements: [
          {
            view: 'findings',
            field: `${waiver.finding}.owner`,
            value: waiver.owner ?? 'nobody',
            source: 'waiver',
            setBy: waiver.owner ?? 'unknown',
            setAtMs: null,
          },
          {
            view: 'findings',
            field: `${waiver.finding}.until`,
            value: waiver.untilMs === null ? 'no end' : new Date(waiver.untilMs).toISOString(),
            source: 'waiver',
            setBy: waiver.owner ?? 'unknown',
            setAtMs: null,
          },
        ],
        fixes: fixes('Name who answers for it', 'Give it an end'),
      })),
})
