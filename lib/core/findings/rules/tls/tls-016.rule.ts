import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgePublicEndpoints,
} from '@/lib/core/findings/certificate-words'
import { daysBetween } from '@/lib/core/findings/days'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const tls016 = defineRule({
  id: 'TLS-016',
  title: 'A certificate can not be revoked: it names neither CRL nor OCSP',
  severity: 'high',
  reference: 'BR s.7.1.2.11.2',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgePublicEndpoints(input, 'How certificates are revoked', (endpoint, leaf) => {
      const life = daysBetween(leaf.notBefore, leaf.notAfter)
      if (leaf.crlUrls.length > 0 || leaf.ocspUrls.length > 0 || life <= SHORT_LIVED_DAYS) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `The certificate at ${endpointName(endpoint)} names neither CRL nor OCSP`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'revocation', 'no CRL, no OCSP'),
            endpointStatement(endpoint, 'lifetime', `${Math.round(life)} days`),
          ],
          fixes: fixes(
            'Order one that can be revoked',
            `Order one that lives ${SHORT_LIVED_DAYS} days at most`,
          ),
        },
      ]
    }),
})

/** Certificates that live no longer need no revocation (BR s.1.6.1, from 2026-03-15). */
const SHORT_LIVED_DAYS = 7
