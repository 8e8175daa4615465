import { parseCaa } from '@/lib/core/findings/caa'
import { hopStatement } from '@/lib/core/findings/certificate-words'
import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'
import { edgeProductOf } from '@/lib/core/findings/tables/authorities'

export const caa007 = defineRule({
  id: 'CAA-007',
  title: 'CAA parameters are declared that the edge cannot enforce',
  severity: 'medium',
  reference: 'RFC 8657, CVE-2026-14440',
  reads: ['inventory.dns', 'inventory.tls'],
  evaluate: (input) => {
    const hop = input.inventory.tls.hops.find((each) => edgeProductOf(each.certificate ?? '') !== undefined)
    if (hop === undefined) return []
    return recordsOfType(input, 'CAA')
      .filter((each) =>
        parseCaa(each.data)?.parameters.some((parameter) =>
          /^(accounturi|validationmethods)/.test(parameter),
        ),
      )
      .map((each) => ({
        key: each.record.slug,
        title: `${hop.certificate} adds CAA records of its own: the parameters at ${each.name} bind nobody`,
        subjects: recordSubjects([each]),
        statements: [recordStatement(each), hopStatement(hop)],
        fixes: fixes('Do not rely on the parameters', "Bring a certificate of one's own to the edge"),
      }))
  },
})
