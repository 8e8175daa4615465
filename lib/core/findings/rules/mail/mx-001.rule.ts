import {
  recordStatement,
  recordSubjects,
  recordsOfType,
  type ZoneRecord,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, known, nodeSubjects } from '@/lib/core/findings/statements'

export const mx001 = defineRule({
  id: 'MX-001',
  title: 'The zone takes no mail and does not say so, or says both',
  severity: 'medium',
  reference: 'RFC 7505',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const records = recordsOfType(input, 'MX').filter((each) => each.name === dns.zone)
    const isNull = (each: ZoneRecord) => /^0\s+\.?$/.test(each.data.trim())
    if (records.length > 0 && !(records.some(isNull) && records.length > 1)) return []
    return [
      {
        key: dns.zone,
        title:
          records.length === 0
            ? `${dns.zone} has no MX, and no null MX`
            : `${dns.zone} has a null MX beside others`,
        subjects: [...nodeSubjects([dns.server]), ...recordSubjects(records)],
        statements:
          records.length === 0
            ? [
                absent('dns.records', `no MX of ${dns.zone}`),
                known('RFC 7505', 'null MX', '0 . says that no mail is taken'),
              ]
            : records.map((each) => recordStatement(each)),
        fixes: fixes(
          records.length === 0 ? 'Add an MX, or the null MX' : 'Remove the null MX, or the others',
        ),
      },
    ]
  },
})
