import { zoneOf } from '@/lib/core/findings/dns-words'
import { ownDmarc, policyFinding } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'

export const dmarc003 = defineRule({
  id: 'DMARC-003',
  title: 'DMARC quarantines and does not reject yet',
  severity: 'info',
  reference: 'RFC 9989',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const dmarc = ownDmarc(input)
    if (dmarc?.policy !== 'quarantine') return []
    return [
      policyFinding(
        dmarc.record,
        `DMARC of ${zoneOf(input)} quarantines forged mail, it does not reject it`,
        'Move on to p=reject when the reports are clean',
      ),
    ]
  },
})
