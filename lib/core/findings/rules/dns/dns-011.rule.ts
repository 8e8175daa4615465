import { answersTo, authoritativeAnswers, type DnsAnswer, plainName } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const dns011 = defineRule({
  id: 'DNS-011',
  title: "The parent's name servers are not the zone's own",
  severity: 'high',
  reference: 'RFC 1034 s.4.2.2; Zonemaster DELEGATION07, CONSISTENCY05',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const parent = answersTo(input, dns.zone, 'NS').find((fact) => fact.body.serverRole === 'parent')
    const child = authoritativeAnswers(input, dns.zone, 'NS')[0]
    if (parent === undefined || child === undefined) {
      return [
        asks({
          title: 'What the parent says of the zone was not observed',
          fact: "the parent's answer for the zone's name servers",
          inventoryPath: `nodes.${dns.server}.probes`,
          subjects: nodeSubjects([dns.server]),
        }),
      ]
    }
    const listed = (fact: DnsAnswer) => fact.body.records.map((each) => plainName(each.data)).toSorted()
    if (listed(parent).join() === listed(child).join()) return []
    return [
      {
        key: dns.zone,
        title: `${dns.zone} is delegated to other servers than it names itself`,
        subjects: nodeSubjects([dns.server]),
        statements: [
          observed(parent, `NS at the parent ${parent.body.server}`, listed(parent)),
          observed(child, `NS at ${child.body.server}`, listed(child)),
        ],
        fixes: fixes('Change the delegation at the registrar', "Change the zone's NS records"),
      },
    ]
  },
})
