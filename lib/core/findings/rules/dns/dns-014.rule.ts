import {
  authoritativeAnswers,
  recordStatement,
  recordSubjects,
  recordsOfType,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, fixes, nodeSubjects, observed, stated, unstated } from '@/lib/core/findings/statements'
import { isCloudflareAddress } from '@/lib/core/findings/tables/addresses'

export const dns014 = defineRule({
  id: 'DNS-014',
  title: "A proxied name is answered outside the provider's ranges, or is not marked as proxied",
  severity: 'medium',
  reference: 'cloudflare.com/ips',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const addresses = recordsOfType(input, 'A', 'AAAA')
    const unmarked = addresses.filter(
      (each) => each.record.isProxied === undefined && isCloudflareAddress(each.data),
    )
    const outside = addresses
      .filter((each) => each.record.isProxied === true)
      .flatMap((each) =>
        authoritativeAnswers(input, each.name, each.type)
          .filter((fact) => fact.body.records.some((one) => !isCloudflareAddress(one.data)))
          .map((fact) => ({ each, fact })),
      )
    return [
      ...unmarked.map((each) => ({
        key: `${each.record.slug}:unmarked`,
        title: `${each.name} ${each.data} is an address of the edge and not marked as proxied: it would be compared by equality`,
        subjects: recordSubjects([each]),
        statements: [recordStatement(each), unstated('DNS record', each.record, 'isProxied')],
        fixes: [fix(1, 'Mark it as proxied')],
      })),
      ...outside
        .filter(
          ({ each, fact }, index) =>
            outside.findIndex((one) => one.fact === fact && one.each.name === each.name) === index,
        )
        .map(({ each, fact }) => ({
          key: `${each.name}:${each.type}:${fact.body.server}`,
          title: `${each.name} is declared as proxied, and ${fact.body.server} answers with an address outside the edge`,
          subjects: [
            ...recordSubjects([each]),
            ...(input.inventory.dns ? nodeSubjects([input.inventory.dns.server]) : []),
          ],
          statements: [
            stated('DNS record', each.record, 'isProxied', 'yes'),
            observed(
              fact,
              `${each.name} ${each.type}`,
              fact.body.records.map((one) => one.data),
            ),
          ],
          fixes: fixes('Declare it as not proxied', 'Turn the proxy on'),
        })),
    ]
  },
})
