import { zoneOf } from '@/lib/core/findings/dns-words'
import { ownDmarc, policyFinding } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'

export const dmarc002 = defineRule({
  id: 'DMARC-002',
  title: 'DMARC asks for nothing to be done',
  severity: 'medium',
  reference: 'RFC 9989',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const dmarc = ownDmarc(input)
    if (dmarc?.policy !== 'none') return []
    return [
      policyFinding(
        dmarc.record,
        `DMARC of ${zoneOf(input)} has p=none: forged mail is delivered`,
        'Move on to p=quarantine',
      ),
    ]
  },
})
