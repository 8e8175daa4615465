import { recordNames, recordSets, recordSubjects, type ZoneRecord } from '@/lib/core/findings/dns-words'
import { keptBy } from '@/lib/core/findings/kept-by'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { fix, stated } from '@/lib/core/findings/statements'

export const dns006 = defineRule({
  id: 'DNS-006',
  title: 'Records of one name and type have different TTLs',
  severity: 'low',
  reference: 'RFC 2181 s.5.2',
  reads: ['inventory.dns'],
  evaluate: (input) => recordNames(input).flatMap(([, records]) => differingTtls(records)),
})

const differingTtls = keptBy((records: readonly ZoneRecord[]): readonly RuleFinding[] =>
  recordSets(records).flatMap(([type, set]) => {
    const ttls = new Set(set.flatMap((each) => each.record.ttlSeconds ?? []))
    const [first] = set
    if (first === undefined || ttls.size < 2) return []
    return [
      {
        key: `${first.name}:${type}`,
        title: `The ${type} records of ${first.name} have ${ttls.size} different TTLs`,
        subjects: recordSubjects(set),
        statements: set.map((each) =>
          stated('DNS record', each.record, 'ttlSeconds', each.record.ttlSeconds),
        ),
        fixes: set.map((each, index) => fix(index, `Change the TTL of ${each.record.slug}`)),
      },
    ]
  }),
)
