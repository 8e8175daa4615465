import {
  endpointStatement,
  endpoints,
  isOwnAuthority,
  leafOf,
  leaves,
} from '@/lib/core/findings/certificate-words'
import { nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fix, nodeSubjects } from '@/lib/core/findings/statements'
import { plainFingerprint } from '@/lib/core/findings/tables/certificate-limits'

export const tls026 = defineRule({
  id: 'TLS-026',
  title: 'Two places that share a certificate serve different ones',
  severity: 'medium',
  reference: 'renewed in one place alone',
  reads: ['inventory.tls', 'inventory.nodes', 'fact.tls-endpoint'],
  evaluate: (input) =>
    leaves(input).flatMap((certificate) => {
      // What an edge orders for itself is never the origin's file.
      const nodes = certificate.presentedBy.filter((slug) => nodeNamed(input, slug)?.kind !== 'edge')
      const seen = endpoints(input).filter(({ body }) => nodes.includes(body.node))
      // Stand-ins have files of their own, by an authority of one's own.
      const served = seen.filter((endpoint) => !isOwnAuthority(endpoint))
      const subjects = nodeSubjects(nodes)
      if (nodes.length < 2 || served.length < seen.length) return []
      if (new Set(served.map(({ body }) => body.node)).size < 2) {
        return [
          asks({
            key: certificate.slug,
            title: `Whether ${nodes.join(', ')} serve the same certificate was not observed`,
            fact: 'what each TLS endpoint serves',
            inventoryPath: `nodes.${nodes[0]}.probes`,
            subjects,
          }),
        ]
      }
      const prints = new Set(
        served.map((endpoint) => plainFingerprint(leafOf(endpoint)?.fingerprint256 ?? '')),
      )
      if (prints.size < 2) return []
      return [
        {
          key: certificate.slug,
          title: `${nodes.join(', ')} share ${certificate.subject} and serve ${prints.size} different ones`,
          subjects,
          statements: served.map((endpoint) =>
            endpointStatement(
              endpoint,
              'fingerprint',
              `${leafOf(endpoint)?.fingerprint256}, until ${leafOf(endpoint)?.notAfter}`,
            ),
          ),
          fixes: served.map((endpoint, index) => fix(index, `Renew it on ${endpoint.body.node}`)),
        },
      ]
    }),
})
