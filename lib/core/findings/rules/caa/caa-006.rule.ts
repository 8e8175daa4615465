import {
  authoritativeAnswers,
  comparable,
  recordStatement,
  recordSubjects,
  recordsNamed,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fix, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const caa006 = defineRule({
  id: 'CAA-006',
  title: 'The provider serves other CAA records than declared',
  severity: 'medium',
  reference: 'CVE-2026-14440, CISA VA-26-183-01',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const declared = recordsNamed(input, dns.zone).filter((each) => each.type === 'CAA')
    const answers = authoritativeAnswers(input, dns.zone, 'CAA')
    if (declared.length === 0) return []
    if (answers.length === 0) {
      return [
        asks({
          title: 'Which CAA records are served was not observed',
          fact: "the servers' own answer for CAA",
          inventoryPath: `nodes.${dns.server}.probes`,
          subjects: nodeSubjects([dns.server]),
        }),
      ]
    }
    const wanted = new Set(declared.map((each) => comparable('CAA', each.data)))
    return answers.flatMap((fact) => {
      const added = fact.body.records.filter((each) => !wanted.has(comparable('CAA', each.data)))
      if (added.length === 0) return []
      return [
        {
          key: fact.body.server,
          title: `${fact.body.server} serves ${added.length} CAA records that nobody declared`,
          subjects: [...nodeSubjects([dns.server]), ...recordSubjects(declared)],
          statements: [
            ...declared.map((each) => recordStatement(each)),
            observed(
              fact,
              `CAA of ${dns.zone} at ${fact.body.server}`,
              fact.body.records.map((each) => each.data),
            ),
          ],
          fixes: [
            fix(0, 'Declare what is served'),
            fix(declared.length, "Turn the provider's own certificates off"),
          ],
          rootCause: 'certificate-issuer',
        },
      ]
    })
  },
})
