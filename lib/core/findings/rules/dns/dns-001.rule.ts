import { recordNames, recordStatement, recordSubjects, type ZoneRecord } from '@/lib/core/findings/dns-words'
import { keptBy } from '@/lib/core/findings/kept-by'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const dns001 = defineRule({
  id: 'DNS-001',
  title: 'A CNAME stands beside other data',
  severity: 'high',
  reference: 'RFC 1034 s.3.6.2, RFC 2181 s.10.1',
  reads: ['inventory.dns'],
  evaluate: (input) => recordNames(input).flatMap(([, records]) => besideOtherData(records)),
})

const besideOtherData = keptBy((records: readonly ZoneRecord[]): readonly RuleFinding[] => {
  const alias = records.find((each) => each.type === 'CNAME')
  const others = records.filter((each) => each !== alias && !['RRSIG', 'NSEC'].includes(each.type))
  if (alias === undefined || others.length === 0) return []
  return [
    {
      key: alias.name,
      title: `${alias.name} has a CNAME and other data`,
      subjects: recordSubjects([alias, ...others]),
      statements: [alias, ...others].map((each) => recordStatement(each)),
      fixes: fixes('Remove the CNAME', 'Remove the other records'),
    },
  ]
})
