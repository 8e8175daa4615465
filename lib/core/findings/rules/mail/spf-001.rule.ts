import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { spfRecords } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, known, nodeSubjects } from '@/lib/core/findings/statements'

export const spf001 = defineRule({
  id: 'SPF-001',
  title: 'There is no SPF record, or more than one',
  severity: 'high',
  reference: 'RFC 7208 s.3.2, 4.5',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const { dns } = input.inventory
    const records = spfRecords(input)
    if (dns === undefined || records.length === 1) return []
    return [
      {
        key: dns.zone,
        title:
          records.length === 0
            ? `${dns.zone} has no SPF record: anybody may send as it`
            : `${dns.zone} has ${records.length} SPF records: receivers treat them as an error`,
        subjects: [...nodeSubjects([dns.server]), ...recordSubjects(records)],
        statements:
          records.length === 0
            ? [
                absent('dns.records', `no v=spf1 at ${dns.zone}`),
                known('RFC 7208 s.3.2', 'SPF', 'exactly one'),
              ]
            : records.map((each) => recordStatement(each)),
        fixes: fixes(records.length === 0 ? 'Add one' : 'Join them into one'),
      },
    ]
  },
})
