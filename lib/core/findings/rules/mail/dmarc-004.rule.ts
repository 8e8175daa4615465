import { zoneOf } from '@/lib/core/findings/dns-words'
import { ownDmarc, policyFinding } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'

export const dmarc004 = defineRule({
  id: 'DMARC-004',
  title: 'DMARC is enforced and nobody gets the reports',
  severity: 'medium',
  reference: 'RFC 9990',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const dmarc = ownDmarc(input)
    if (dmarc === undefined || dmarc.policy === 'none' || dmarc.tags.has('rua')) return []
    return [
      policyFinding(
        dmarc.record,
        `DMARC of ${zoneOf(input)} is enforced and has no rua: nobody sees whose mail is lost`,
        'Add rua=mailto:',
      ),
    ]
  },
})
