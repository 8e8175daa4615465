import {
  commonNameIn,
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const tls007 = defineRule({
  id: 'TLS-007',
  title: 'A certificate is signed or keyed too weakly',
  severity: 'high',
  reference: 'BR s.6.1.5, SC-097',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Keys and signatures', (endpoint) => {
      const weak = endpoint.body.chain.find(
        (each) =>
          (each.subject !== each.issuer && /sha-?1|md5/i.test(each.signatureAlgorithm)) ||
          (/rsa/i.test(each.keyType) && (each.keyBits ?? 2_048) < 2_048) ||
          (/ec/i.test(each.keyType) && (each.keyBits ?? 256) < 256),
      )
      if (weak === undefined) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `${commonNameIn(weak.subject)} at ${endpointName(endpoint)} is too weak: ${weak.keyType} ${weak.keyBits ?? ''} ${weak.signatureAlgorithm}`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(
              endpoint,
              'key and signature',
              `${weak.keyType} ${weak.keyBits} bits, ${weak.signatureAlgorithm}`,
            ),
            known('BR s.6.1.5', 'keys', 'RSA from 2048 bits, P-256 or better; no SHA-1'),
          ],
          fixes: fixes('Order it again with a stronger key'),
        },
      ]
    }),
})
