import { authoritativeAnswers, plainName, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'
import { networkOf } from '@/lib/core/findings/tables/addresses'

export const dns009 = defineRule({
  id: 'DNS-009',
  title: 'The zone has fewer than two name servers, or all of them in one network',
  severity: 'medium',
  reference: 'RFC 1034 s.4.1, RFC 2182',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const seen = authoritativeAnswers(input, dns.zone, 'NS')[0]
    const declared =
      dns.nameServers ??
      recordsOfType(input, 'NS')
        .filter((each) => each.name === dns.zone)
        .map((each) => ({ name: each.target ?? '', address: undefined, asn: undefined }))
    const names =
      declared.length > 0
        ? declared.map((each) => each.name)
        : (seen?.body.records ?? []).map((each) => plainName(each.data))
    const subjects = nodeSubjects([dns.server])
    if (names.length === 0) {
      return [
        asks({
          title: 'The name servers of the zone are not stated',
          fact: 'the name servers of the zone',
          inventoryPath: 'dns.nameServers',
          subjects,
        }),
      ]
    }
    const statement =
      declared.length === 0 && seen !== undefined
        ? observed(seen, `NS of ${dns.zone}`, names)
        : stated('DNS zone', { slug: dns.zone }, 'nameServers', names)
    const addresses = declared.flatMap((each) => each.address ?? [])
    const places = new Set(
      declared.flatMap((each) =>
        each.asn === undefined
          ? each.address === undefined
            ? []
            : [networkOf(each.address)]
          : [String(each.asn)],
      ),
    )
    const isOne = addresses.length > 1 && places.size === 1
    if (names.length >= 2 && !isOne) return []
    return [
      {
        key: dns.zone,
        title:
          names.length < 2
            ? `${dns.zone} has one name server`
            : `All name servers of ${dns.zone} are in one network`,
        subjects,
        statements: [statement, known('RFC 2182', 'name servers', 'at least two, in different networks')],
        fixes: fixes('Add a name server elsewhere'),
      },
    ]
  },
})
