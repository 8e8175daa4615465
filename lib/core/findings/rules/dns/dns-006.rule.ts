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
  evaluate: (input) => {
    const find = differingTtls(input.inventory.dns?.defaultTtlSeconds)
    return recordNames(input).flatMap(([, records]) => find(records))
  },
})

type Find = (records: readonly ZoneRecord[]) => readonly RuleFinding[]
const findWith = new Map<number | undefined, Find>()

/** Records without a TTL of their own have the default of the zone, if one is declared. */
function differingTtls(defaultTtl: number | undefined): Find {
  const known = findWith.get(defaultTtl)
  const find = known ?? keptBy((records: readonly ZoneRecord[]) => differingFrom(records, defaultTtl))
  if (known === undefined) findWith.set(defaultTtl, find)
  return find
}

function differingFrom(
  records: readonly ZoneRecord[],
  defaultTtl: number | undefined,
): readonly RuleFinding[] {
  const ttlOf = ({ record }: ZoneRecord) => record.ttlSeconds ?? defaultTtl
  return recordSets(records).flatMap(([type, set]) => {
    const ttls = new Set(set.flatMap((each) => ttlOf(each) ?? []))
    const [first] = set
    if (first === undefined || ttls.size < 2) return []
    return [
      {
        key: `${first.name}:${type}`,
        title: `The ${type} records of ${first.name} have ${ttls.size} different TTLs`,
        subjects: recordSubjects(set),
        statements: set.map((each) => stated('DNS record', each.record, 'ttlSeconds', ttlOf(each))),
        fixes: set.map((each, index) => fix(index, `Change the TTL of ${each.record.slug}`)),
      },
    ]
  })
}
