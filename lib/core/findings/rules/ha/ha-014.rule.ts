import { authoritativeAnswers, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'

export const ha014 = defineRule({
  id: 'HA-014',
  title: 'DNS answers are kept longer than the failover by DNS may take',
  severity: 'medium',
  reference: 'RFC 1035 TTL',
  reads: ['inventory.disasterRecovery', 'inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns, disasterRecovery } = input.inventory
    const scenarios = disasterRecovery.scenarios.filter((scenario) =>
      scenario.steps.some((step) => /\bDNS\b/.test(step)),
    )
    if (dns === undefined || scenarios.length === 0) return []
    const addresses = recordsOfType(input, 'A', 'AAAA', 'CNAME')
    const seen = addresses.flatMap((each) => authoritativeAnswers(input, each.name, each.type))
    const ttls = [
      ...addresses.flatMap((each) => {
        const ttl = each.record.ttlSeconds ?? dns.defaultTtlSeconds
        return ttl === undefined
          ? []
          : [{ ttl, name: each.name, statement: stated('DNS record', each.record, 'ttlSeconds', `${ttl} s`) }]
      }),
      ...seen.flatMap((fact) =>
        fact.body.records.map(({ ttl }) => ({
          ttl,
          name: fact.body.name,
          statement: observed(fact, `TTL of ${fact.body.name} ${fact.body.type}`, `${ttl} s`),
        })),
      ),
    ].toSorted((left, right) => right.ttl - left.ttl)
    const [longest] = ttls
    if (longest === undefined) {
      return [
        asks({
          title: 'How long DNS answers are kept is not stated',
          fact: 'the TTL of the addresses',
          inventoryPath: 'dns.defaultTtlSeconds',
          subjects: nodeSubjects([dns.server]),
        }),
      ]
    }
    return scenarios
      .filter((scenario) => longest.ttl > scenario.rtoSeconds)
      .map((scenario) => ({
        key: scenario.slug,
        title: `${longest.name} is kept for ${longest.ttl} s, longer than ${scenario.name} may take`,
        subjects: [`scenario:${scenario.slug}`, `node:${dns.server}`],
        statements: [
          longest.statement,
          stated('recovery scenario', scenario, 'rtoStated', scenario.rtoStated),
        ],
        fixes: fixes('Shorten the TTL', 'Do not fail over by DNS'),
      }))
  },
})
