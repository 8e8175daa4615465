import {
  chainStatement,
  endpointKey,
  endpointName,
  endpointStatement,
  endpoints,
  issuerOf,
  leafOf,
  leaves,
  organizationIn,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix } from '@/lib/core/findings/statements'
import { authorityOf } from '@/lib/core/findings/tables/authorities'
import { plainFingerprint } from '@/lib/core/findings/tables/certificate-limits'

export const tls017 = defineRule({
  id: 'TLS-017',
  title: 'Another certificate is served than declared',
  severity: 'high',
  reference: 'declared beside observed',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    endpoints(input).flatMap((endpoint) => {
      const leaf = leafOf(endpoint)
      const certificates = leaves(input).filter((each) => each.presentedBy.includes(endpoint.body.node))
      if (leaf === undefined || certificates.length === 0) return []
      const served = organizationIn(leaf.issuer)
      const isDeclared = certificates.some((each) => {
        if (each.fingerprint256 !== undefined)
          return plainFingerprint(each.fingerprint256) === plainFingerprint(leaf.fingerprint256)
        const issuer = issuerOf(input, each)
        return issuer === undefined || issuer === (authorityOf(served)?.organization ?? served)
      })
      if (isDeclared) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `${endpointName(endpoint)} serves a certificate of ${served}, not the declared one`,
          subjects: [`node:${endpoint.body.node}`, ...certificates.map((each) => `certificate:${each.slug}`)],
          statements: [
            ...certificates.map((each) => chainStatement(input, each)),
            endpointStatement(endpoint, 'certificate', `${leaf.subject} issued by ${leaf.issuer}`),
          ],
          fixes: [fix(0, 'Declare what is served'), fix(certificates.length, 'Serve what is declared')],
          rootCause: 'certificate-issuer',
        },
      ]
    }),
})
