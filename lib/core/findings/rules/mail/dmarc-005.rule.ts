import { zoneOf } from '@/lib/core/findings/dns-words'
import { ownDmarc, policyFinding } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'

export const dmarc005 = defineRule({
  id: 'DMARC-005',
  title: 'DMARC has tags that were removed',
  severity: 'low',
  reference: 'RFC 9989',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const dmarc = ownDmarc(input)
    const old = ['pct', 'rf', 'ri'].filter((tag) => dmarc?.tags.has(tag))
    if (dmarc === undefined || old.length === 0) return []
    return [
      policyFinding(
        dmarc.record,
        `DMARC of ${zoneOf(input)} has ${old.join(', ')}, which receivers no longer read`,
        `Remove ${old.join(', ')}`,
      ),
    ]
  },
})
