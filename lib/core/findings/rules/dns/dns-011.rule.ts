import { isAnswered, isSameDelegation, nameServersOf } from '@/lib/core/dns/delegation'
import { answersTo, authoritativeAnswers, type DnsAnswer } from '@/lib/core/findings/dns-words'
import { defineRule, type FindingInput, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed } from '@/lib/core/findings/statements'
import { canonicalAddress } from '@/lib/core/findings/tables/addresses'

export const dns011 = defineRule({
  id: 'DNS-011',
  title: "The parent's name servers are not the zone's own",
  severity: 'high',
  reference: 'RFC 1034 s.4.2.2; Zonemaster DELEGATION07, CONSISTENCY05',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const parents = answersTo(input, dns.zone, 'NS').filter(
      ({ body }) => body.serverRole === 'parent' && isAnswered(body),
    )
    const child = authoritativeAnswers(input, dns.zone, 'NS')[0]
    if (parents.length === 0 || child === undefined) {
      return [
        asks({
          title: 'What the parent says of the zone was not observed',
          fact: "the parent's answer for the zone's name servers",
          inventoryPath: `nodes.${dns.server}.probes`,
          subjects: nodeSubjects([dns.server]),
        }),
      ]
    }
    return parents.flatMap((parent) => [...otherServers(input, parent, child), ...otherGlue(input, parent)])
  },
})

function otherServers({ inventory }: FindingInput, parent: DnsAnswer, child: DnsAnswer): RuleFinding[] {
  if (inventory.dns === undefined || isSameDelegation(parent.body, child.body)) return []
  const { zone, server } = inventory.dns
  return [
    {
      key: `${zone}:${parent.body.server}`,
      title: `${zone} is delegated to other servers than it names itself`,
      subjects: nodeSubjects([server]),
      statements: [
        observed(parent, `NS at the parent ${parent.body.server}`, nameServersOf(parent.body)),
        observed(child, `NS at ${child.body.server}`, nameServersOf(child.body)),
      ],
      fixes: fixes('Change the delegation at the registrar', "Change the zone's NS records"),
    },
  ]
}

/** A server within the zone is found by nobody unless the parent says its address. */
function otherGlue(input: FindingInput, parent: DnsAnswer): RuleFinding[] {
  const { dns } = input.inventory
  if (dns === undefined) return []
  const inside = nameServersOf(parent.body).filter(
    (name) => name === dns.zone || name.endsWith(`.${dns.zone}`),
  )
  return inside.flatMap((name): RuleFinding[] => {
    const given = parent.body.glue
      .filter((each) => each.name === name)
      .map((each) => canonicalAddress(each.address))
    const own = ['A', 'AAAA'].flatMap((type) => authoritativeAnswers(input, name, type))
    const served = own.flatMap(({ body }) => body.records.map((each) => canonicalAddress(each.data)))
    const isAnother = own.length > 0 && given.some((address) => !served.includes(address))
    if (given.length > 0 && !isAnother) return []
    return [
      {
        key: `${dns.zone}:${parent.body.server}:${name}`,
        title:
          given.length === 0
            ? `The parent delegates ${dns.zone} to ${name}, and does not say its address`
            : `The parent's address of ${name} is not the zone's`,
        subjects: nodeSubjects([dns.server]),
        statements: [
          observed(parent, `NS at the parent ${parent.body.server}`, name),
          observed(parent, `glue of ${name} at the parent`, given.length === 0 ? 'none' : given),
          ...own.map((fact) =>
            observed(
              fact,
              `${name} ${fact.body.type} at ${fact.body.server}`,
              fact.body.records.map((each) => each.data),
            ),
          ),
        ],
        fixes: fixes('Change the glue at the registrar'),
      },
    ]
  })
}
