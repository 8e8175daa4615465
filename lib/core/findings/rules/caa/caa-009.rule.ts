import { caaFor, parseCaa } from '@/lib/core/findings/caa'
import { endpointStatement, endpoints, leafOf, leaves } from '@/lib/core/findings/certificate-words'
import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { groupBy } from '@/lib/core/findings/kept-by'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, stated } from '@/lib/core/findings/statements'

export const caa009 = defineRule({
  id: 'CAA-009',
  title: 'Wildcards are in use, and CAA does not say who may issue them',
  severity: 'low',
  reference: 'RFC 8659 s.4.3',
  reads: ['inventory.dns', 'inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) => {
    const declared = leaves(input)
      .filter((each) => each.subject.startsWith('*.'))
      .map((each) => ({
        name: each.subject,
        statement: stated('certificate', each, 'subject', each.subject),
      }))
    const served = endpoints(input).flatMap((endpoint) => {
      const name = leafOf(endpoint)?.names.find((each) => each.startsWith('*.'))
      return name === undefined ? [] : [{ name, statement: endpointStatement(endpoint, 'name', name) }]
    })
    return [...groupBy([...declared, ...served], (each) => each.name)].flatMap(([name, uses]) => {
      const records = caaFor(input, name)
      const wild = records.filter((each) => parseCaa(each.data)?.tag === 'issuewild')
      const isForbidden = wild.length > 0 && wild.every((each) => parseCaa(each.data)?.issuer === '')
      if (records.length === 0 || (wild.length > 0 && !isForbidden)) return []
      return [
        {
          key: name,
          title: isForbidden
            ? `CAA forbids the wildcard ${name}, which is in use`
            : `CAA does not say who may issue the wildcard ${name}`,
          subjects: recordSubjects(records),
          statements: [
            ...records.map((each) => recordStatement(each, each.data)),
            ...uses.map((each) => each.statement),
          ],
          fixes: [fix(0, 'Add issuewild'), fix(records.length, 'Use a certificate that names each host')],
        },
      ]
    })
  },
})
