import { MAX_LOOKUPS } from '@/lib/core/dns/spf'
import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { ownSpf, spfWalk } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known } from '@/lib/core/findings/statements'

export const spf002 = defineRule({
  id: 'SPF-002',
  title: 'SPF costs more than ten DNS look-ups',
  severity: 'high',
  reference: 'RFC 7208 s.4.6.4',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const record = ownSpf(input)
    if (record === undefined) return []
    const walk = spfWalk(input, record)
    if (walk.lookups > MAX_LOOKUPS) {
      return [
        {
          key: record.name,
          title: `SPF of ${record.name} costs ${walk.lookups} look-ups: receivers stop at ${MAX_LOOKUPS}`,
          subjects: recordSubjects([record]),
          statements: [
            recordStatement(record),
            known('RFC 7208 s.4.6.4', 'look-ups', `at most ${MAX_LOOKUPS}`),
          ],
          fixes: fixes('Include less, or name addresses'),
        },
      ]
    }
    if (walk.unseen.length === 0) return []
    return [
      asks({
        title: `What SPF of ${record.name} costs is not known: nobody asked for ${walk.unseen.join(', ')}`,
        fact: `the SPF record of ${walk.unseen.join(', ')}`,
        inventoryPath: `nodes.${input.inventory.dns?.server}.probes`,
        subjects: recordSubjects([record]),
        statements: [recordStatement(record)],
      }),
    ]
  },
})
