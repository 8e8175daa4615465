import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const caa010 = defineRule({
  id: 'CAA-010',
  title: 'The question for CAA fails: every authority must refuse to issue',
  severity: 'critical',
  reference: 'RFC 8659 s.3, BR 3.2.2.8.1',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    return input
      .factsOf('dns-answer')
      .filter(
        ({ body }) =>
          body.type === 'CAA' &&
          body.zone === dns.zone &&
          ['SERVFAIL', 'REFUSED', 'timeout'].includes(body.rcode),
      )
      .map((fact) => ({
        key: `${fact.body.name}:${fact.body.server}`,
        title: `${fact.body.server} does not answer CAA of ${fact.body.name} (${fact.body.rcode})`,
        subjects: nodeSubjects([dns.server]),
        statements: [
          observed(fact, `CAA of ${fact.body.name} at ${fact.body.server}`, fact.body.rcode),
          known('BR 3.2.2.8.1', 'CAA', 'a failed look-up is no permission'),
        ],
        fixes: fixes('Mend the server, or its signatures'),
      }))
  },
})
