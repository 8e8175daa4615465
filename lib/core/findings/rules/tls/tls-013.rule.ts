import {
  endpointStatement,
  endpoints,
  hopIssuers,
  hopStatement,
  leafOf,
} from '@/lib/core/findings/certificate-words'
import { daysSince } from '@/lib/core/findings/days'
import { linkNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, nodeSubjects, stated } from '@/lib/core/findings/statements'
import { noOcspFrom } from '@/lib/core/findings/tables/certificate-limits'

export const tls013 = defineRule({
  id: 'TLS-013',
  title: 'OCSP stapling is demanded of a certificate that has no OCSP',
  severity: 'medium',
  reference: "Let's Encrypt 2025-08-06; RFC 6066 s.8",
  reads: ['inventory.tls', 'inventory.links', 'fact.tls-endpoint', 'clock'],
  evaluate: (input) => {
    const { tls } = input.inventory
    const settings = tls.settings.filter((each) => each.requirement.type === 'ocsp-stapling')
    return settings.flatMap((setting) => {
      const certificate = tls.certificates.find((each) => each.slug === setting.certificate)
      const presenters = new Set(certificate?.presentedBy)
      const hops = tls.hops.flatMap((hop) => {
        const issuers = hopIssuers(hop)
        const [issuer] = issuers
        const from = issuers.length === 1 ? noOcspFrom.get(issuer ?? '') : undefined
        const links = hop.links
          .flatMap((id) => linkNamed(input, id) ?? [])
          .filter((link) => presenters.has(link.target))
        if (from === undefined || links.length === 0 || daysSince(input, from) < 0) return []
        return [{ hop, from, issuer, targets: [...new Set(links.map((link) => link.target))] }]
      })
      const declared = hops.map(({ hop, from, issuer, targets }) => ({
        key: `${setting.slug}:${hop.slug}`,
        title: `${setting.stated} is demanded, but ${issuer} has had no OCSP since ${from}`,
        subjects: nodeSubjects(targets),
        isContradiction: true,
        statements: [
          stated('TLS setting', setting, 'stated', setting.stated),
          hopStatement(hop),
          known("Let's Encrypt, Ending OCSP", 'OCSP', `ended on ${from}`),
        ],
        fixes: fixes('Drop the demand: short lives stand in for it', 'Order from an authority that has OCSP'),
      }))
      const served = endpoints(input).filter(
        (endpoint) => presenters.has(endpoint.body.node) && leafOf(endpoint)?.ocspUrls.length === 0,
      )
      if (served.length === 0) return declared
      const nodes = [...new Set(served.map(({ body }) => body.node))]
      return [
        ...declared,
        {
          key: `${setting.slug}:served`,
          title: `${setting.stated} is demanded, and the certificate at ${nodes.join(', ')} names no OCSP responder`,
          subjects: nodeSubjects(nodes),
          statements: [
            stated('TLS setting', setting, 'stated', setting.stated),
            ...served.map((endpoint) => endpointStatement(endpoint, 'OCSP addresses', [])),
          ],
          fixes: fixes('Drop the demand', 'Order from an authority that has OCSP'),
          rootCause: 'ocsp-stapling',
        },
      ]
    })
  },
})
