import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { dmarcRecords } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, known, nodeSubjects } from '@/lib/core/findings/statements'

export const dmarc001 = defineRule({
  id: 'DMARC-001',
  title: 'There is no DMARC record, or more than one',
  severity: 'high',
  reference: 'RFC 9989',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const { dns } = input.inventory
    const records = dmarcRecords(input)
    if (dns === undefined || records.length === 1) return []
    return [
      {
        key: dns.zone,
        title:
          records.length === 0
            ? `${dns.zone} has no DMARC record`
            : `${dns.zone} has ${records.length} DMARC records: receivers ignore them`,
        subjects: [...nodeSubjects([dns.server]), ...recordSubjects(records)],
        statements:
          records.length === 0
            ? [
                absent('dns.records', `no v=DMARC1 at _dmarc.${dns.zone}`),
                known('RFC 9989', 'DMARC', 'exactly one record'),
              ]
            : records.map((each) => recordStatement(each)),
        fixes: fixes(records.length === 0 ? 'Add one' : 'Keep one'),
      },
    ]
  },
})
