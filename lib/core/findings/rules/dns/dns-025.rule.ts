import { answersTo } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const dns025 = defineRule({
  id: 'DNS-025',
  title: 'A server hands the whole zone to whoever asks',
  severity: 'high',
  reference: 'RFC 5936 s.6',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const asked = answersTo(input, dns.zone, 'AXFR')
    const subjects = nodeSubjects([dns.server])
    if (asked.length === 0)
      return [
        asks({
          title: 'Whether the zone is handed to anybody was not observed',
          fact: 'the answer to a zone transfer',
          inventoryPath: `nodes.${dns.server}.probes`,
          subjects,
        }),
      ]
    return asked
      .filter(({ body }) => body.rcode === 'NOERROR' && body.records.length > 0)
      .map((fact) => ({
        key: fact.body.server,
        title: `${fact.body.server} hands the zone ${dns.zone} to whoever asks`,
        subjects,
        statements: [
          observed(fact, `AXFR of ${dns.zone} at ${fact.body.server}`, 'handed over'),
          known('RFC 5936 s.6', 'zone transfer', 'allowed to secondaries alone'),
        ],
        fixes: fixes('Allow transfers to the secondaries alone'),
      }))
  },
})
