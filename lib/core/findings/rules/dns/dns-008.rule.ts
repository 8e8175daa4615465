import { recordStatement, recordSubjects, zoneOf, zoneRecords } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const dns008 = defineRule({
  id: 'DNS-008',
  title: 'A target ends with the name of the zone twice: a dot is missing at its end',
  severity: 'high',
  reference: 'RFC 1035 s.5.1',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    return zoneRecords(input)
      .filter((each) => (each.target ?? each.name).endsWith(`${zone}.${zone}`))
      .map((each) => ({
        key: each.record.slug,
        title: `${each.record.slug} ends with ${zone} twice`,
        subjects: recordSubjects([each]),
        statements: [
          recordStatement(each),
          known('RFC 1035 s.5.1', 'relative name', 'has the zone added unless it ends with a dot'),
        ],
        fixes: fixes('Remove the second name of the zone'),
      }))
  },
})
