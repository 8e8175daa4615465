import { allowedIssuers, caaFor } from '@/lib/core/findings/caa'
import { hopIssuers, hopStatement } from '@/lib/core/findings/certificate-words'
import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { linkNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, known, nodeSubjects } from '@/lib/core/findings/statements'
import { authorityOf, edgeProductOf } from '@/lib/core/findings/tables/authorities'

export const caa005 = defineRule({
  id: 'CAA-005',
  title: 'An authority that a hop uses is missing in CAA',
  severity: 'medium',
  reference: 'RFC 8659',
  reads: ['inventory.dns', 'inventory.tls', 'inventory.links'],
  evaluate: (input) => {
    const { dns, tls } = input.inventory
    if (dns === undefined) return []
    const records = caaFor(input, dns.zone)
    const allowed = allowedIssuers(
      records.map((each) => each.data),
      false,
    )
    if (allowed === undefined) return []
    return tls.hops.flatMap((hop) => {
      const missing = hopIssuers(hop).filter(
        (issuer) => !authorityOf(issuer)?.caa.some((each) => allowed.includes(each)),
      )
      if (missing.length === 0) return []
      const links = hop.links.flatMap((id) => linkNamed(input, id) ?? [])
      const product = edgeProductOf(hop.certificate ?? '')
      return [
        {
          key: hop.slug,
          title: `${hop.certificate ?? hop.title} may come from ${missing.join(', ')}, which CAA does not allow`,
          subjects: [
            ...nodeSubjects([dns.server, ...new Set(links.map((link) => link.target))]),
            ...links.map((link) => `link:${link.id}`),
            ...recordSubjects(records),
          ],
          isContradiction: true,
          statements: [
            ...records.map((each) => recordStatement(each, each.data)),
            hopStatement(hop),
            ...(product
              ? [known(product.source, product.title, `issued by ${product.organizations.join(', ')}`)]
              : []),
          ],
          fixes: [
            fix(0, `Allow ${missing.join(', ')} too`),
            fix(records.length, 'Fix the authority of this hop to one that is allowed'),
          ],
          rootCause: 'certificate-issuer',
        },
      ]
    })
  },
})
