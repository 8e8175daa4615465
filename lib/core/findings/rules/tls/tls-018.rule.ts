import {
  chainStatement,
  endpointKey,
  endpointStatement,
  endpoints,
  hopStatement,
  isOwnAuthority,
  issuerOf,
  leafOf,
  leaves,
  organizationIn,
} from '@/lib/core/findings/certificate-words'
import { linkNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, nodeSubjects } from '@/lib/core/findings/statements'
import { authorityOf, edgeProductOf } from '@/lib/core/findings/tables/authorities'

export const tls018 = defineRule({
  id: 'TLS-018',
  title: 'The edge orders its certificate by itself, yet one of another authority is declared or served',
  severity: 'high',
  reference: 'Cloudflare certificate authorities (F15)',
  reads: ['inventory.tls', 'inventory.links', 'fact.tls-endpoint'],
  evaluate: (input) =>
    input.inventory.tls.hops.flatMap((hop) => {
      const product = edgeProductOf(hop.certificate ?? '')
      if (product === undefined) return []
      const targets = new Set(hop.links.flatMap((id) => linkNamed(input, id)?.target ?? []))
      const declared = leaves(input)
        .filter((each) => each.presentedBy.some((slug) => targets.has(slug)))
        .flatMap((each) => ({
          issuer: issuerOf(input, each),
          key: `declared:${each.slug}`,
          statement: chainStatement(input, each),
          nodes: each.presentedBy.filter((slug) => targets.has(slug)),
        }))
      const served = endpoints(input)
        .filter((endpoint) => targets.has(endpoint.body.node) && !isOwnAuthority(endpoint))
        .flatMap((endpoint) => {
          const issuer = organizationIn(leafOf(endpoint)?.issuer ?? '')
          return {
            issuer: authorityOf(issuer)?.organization ?? issuer,
            key: endpointKey(endpoint),
            statement: endpointStatement(endpoint, 'issuer', leafOf(endpoint)?.issuer),
            nodes: [endpoint.body.node],
          }
        })
      return [...declared, ...served]
        .filter(({ issuer }) => issuer !== undefined && !product.organizations.includes(issuer))
        .map(({ issuer, key, statement, nodes }) => ({
          key: `${hop.slug}:${key}`,
          title: `${product.title} never comes from ${issuer}`,
          subjects: [...nodeSubjects(nodes), ...hop.links.map((id) => `link:${id}`)],
          isContradiction: true,
          statements: [
            hopStatement(hop),
            statement,
            known(product.source, product.title, `issued by ${product.organizations.join(', ')}`),
          ],
          fixes: fixes(
            "Say that a certificate of one's own is at the edge",
            `Say that ${product.title} is presented`,
          ),
          rootCause: 'certificate-issuer',
        }))
    }),
})
