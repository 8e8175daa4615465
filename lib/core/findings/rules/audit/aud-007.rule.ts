import { reviewFindings } from '@/lib/core/findings/reviews'
import { defineRule } from '@/lib/core/findings/rule-definition'

export const aud007 = defineRule({
  id: 'AUD-007',
  title: 'Diagrams and data flows were not reviewed in twelve months',
  severity: 'medium',
  reference: 'PCI 1.2.3, 1.2.4, 12.5.2',
  reads: ['inventory.reviews', 'clock'],
  evaluate: (input) => reviewFindings(input, ['diagrams', 'data-flows']),
})
