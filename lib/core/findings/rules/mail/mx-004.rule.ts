import {
  plainName,
  recordStatement,
  recordSubjects,
  recordsOfType,
  zoneOf,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix } from '@/lib/core/findings/statements'

export const mx004 = defineRule({
  id: 'MX-004',
  title: 'Mail goes to a supplier that is not on the map',
  severity: 'low',
  reference: 'ISO A.5.19 to 22, PCI 12.8.5',
  reads: ['inventory.dns', 'inventory.nodes'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    const hosts = new Set(input.inventory.nodes.flatMap((node) => node.hosts ?? []).map(plainName))
    const lost = recordsOfType(input, 'MX').filter((each) => {
      const target = each.target ?? ''
      return target !== '' && target !== '.' && !target.endsWith(zone) && !hosts.has(target)
    })
    if (lost.length === 0) return []
    return [
      {
        key: zone,
        title: `${lost.map((each) => each.target).join(', ')} take the mail and are no node of the estate`,
        subjects: recordSubjects(lost),
        statements: [
          ...lost.map((each) => recordStatement(each)),
          absent('nodes.*.hosts', `none of ${lost.map((each) => each.target).join(', ')}`),
        ],
        fixes: [fix(lost.length, 'Declare the supplier as a node, with its names')],
      },
    ]
  },
})
