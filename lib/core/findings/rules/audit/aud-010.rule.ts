import { reviewFindings } from '@/lib/core/findings/reviews'
import { defineRule } from '@/lib/core/findings/rule-definition'

export const aud010 = defineRule({
  id: 'AUD-010',
  title: 'Ciphers and protocols were not reviewed in twelve months',
  severity: 'medium',
  reference: 'PCI 12.3.3, 4.2.1.1',
  reads: ['inventory.reviews', 'clock'],
  evaluate: (input) => reviewFindings(input, ['ciphers']),
})
