import { caaFor, parseCaa } from '@/lib/core/findings/caa'
import { recordStatement, recordSubjects, zoneOf } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix } from '@/lib/core/findings/statements'

export const caa008 = defineRule({
  id: 'CAA-008',
  title: 'CAA says nobody whom an authority tells of a refused order',
  severity: 'info',
  reference: 'RFC 8659 s.4.4',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    const records = caaFor(input, zone)
    const [first] = records
    if (first === undefined || records.some((each) => parseCaa(each.data)?.tag === 'iodef')) return []
    return [
      {
        key: zone,
        title: `Nobody is told when an authority refuses an order for ${zone}`,
        subjects: recordSubjects(records),
        statements: [
          ...records.map((each) => recordStatement(each, each.data)),
          absent('dns.records', 'no CAA iodef'),
        ],
        fixes: [fix(records.length, 'Add iodef with an address that somebody reads')],
      },
    ]
  },
})
