import { MAX_VOID_LOOKUPS } from '@/lib/core/dns/spf'
import { answersTo, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { ownSpf, spfWalk } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, observed } from '@/lib/core/findings/statements'

export const spf003 = defineRule({
  id: 'SPF-003',
  title: 'SPF includes what has no SPF record, or leads nowhere more than twice',
  severity: 'high',
  reference: 'RFC 7208 s.4.6.4, 5.2',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const record = ownSpf(input)
    if (record === undefined) return []
    const { voids, withoutRecord, unseen } = spfWalk(input, record)
    if (withoutRecord.length > 0 || voids > MAX_VOID_LOOKUPS) {
      const seen = withoutRecord.flatMap((name) => answersTo(input, name, 'TXT').slice(0, 1))
      return [
        {
          key: record.name,
          title:
            withoutRecord.length > 0
              ? `SPF of ${record.name} includes ${withoutRecord.join(', ')}, which has none: the whole record is an error`
              : `SPF of ${record.name} asks ${voids} names that do not exist`,
          subjects: recordSubjects([record]),
          statements: [
            recordStatement(record),
            ...seen.map((fact) =>
              observed(
                fact,
                `${fact.body.name} TXT at ${fact.body.server}`,
                fact.body.records.length === 0 ? fact.body.rcode : fact.body.records.map((each) => each.data),
              ),
            ),
          ],
          fixes: fixes('Remove the include', 'Publish SPF there'),
        },
      ]
    }
    if (unseen.length === 0) return []
    return [
      asks({
        title: `Whether ${unseen.join(', ')} has an SPF record was not observed`,
        fact: `the SPF record of ${unseen.join(', ')}`,
        inventoryPath: `nodes.${input.inventory.dns?.server}.probes`,
        subjects: recordSubjects([record]),
      }),
    ]
  },
})
