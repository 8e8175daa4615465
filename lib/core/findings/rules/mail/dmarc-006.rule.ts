import {
  answersTo,
  joinedText,
  plainName,
  recordStatement,
  recordSubjects,
  zoneOf,
} from '@/lib/core/findings/dns-words'
import { isDmarc } from '@/lib/core/findings/mail-policy'
import { ownDmarc } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, observed } from '@/lib/core/findings/statements'

export const dmarc006 = defineRule({
  id: 'DMARC-006',
  title: 'Reports go to another domain that did not agree to take them',
  severity: 'medium',
  reference: 'RFC 9990',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const dmarc = ownDmarc(input)
    const zone = zoneOf(input)
    if (dmarc === undefined || /\.\.\./.test(dmarc.record.data)) return []
    const domains = (dmarc.tags.get('rua') ?? '')
      .split(',')
      .flatMap((uri) => /^\s*mailto:[^@]+@([^!\s]+)/i.exec(uri)?.[1] ?? [])
    return domains
      .map(plainName)
      .filter((domain) => domain !== zone && !domain.endsWith(`.${zone}`))
      .flatMap((domain) => {
        const name = `${zone}._report._dmarc.${domain}`
        const [answer] = answersTo(input, name, 'TXT')
        if (answer === undefined)
          return [
            asks({
              key: domain,
              title: `Whether ${domain} takes the reports was not observed`,
              fact: `TXT of ${name}`,
              inventoryPath: `nodes.${input.inventory.dns?.server}.probes`,
              subjects: recordSubjects([dmarc.record]),
            }),
          ]
        if (answer.body.records.some((each) => isDmarc(joinedText(each.data)))) return []
        return [
          {
            key: domain,
            title: `${domain} did not agree to take reports of ${zone}: they are not sent`,
            subjects: recordSubjects([dmarc.record]),
            statements: [recordStatement(dmarc.record), observed(answer, `${name} TXT`, answer.body.rcode)],
            fixes: fixes('Send the reports to an address of your own', `Have ${domain} publish ${name}`),
          },
        ]
      })
  },
})
