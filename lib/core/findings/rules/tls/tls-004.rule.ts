import {
  coversName,
  endpointKey,
  endpointName,
  endpointStatement,
  endpoints,
  leafOf,
  leaves,
} from '@/lib/core/findings/certificate-words'
import { recordStatement, recordSubjects, recordsNamed } from '@/lib/core/findings/dns-words'
import { nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, stated } from '@/lib/core/findings/statements'

export const tls004 = defineRule({
  id: 'TLS-004',
  title: 'A certificate does not hold for the name that it is presented for',
  severity: 'high',
  reference: 'RFC 9525 s.6.3',
  reads: ['inventory.tls', 'inventory.nodes', 'inventory.dns', 'fact.tls-endpoint'],
  evaluate: (input) => {
    const served = endpoints(input).flatMap((endpoint) => {
      const names = leafOf(endpoint)?.names ?? []
      if (names.some((name) => coversName(name, endpoint.body.serverName))) return []
      return [
        {
          key: endpointKey(endpoint),
          title: `The certificate at ${endpointName(endpoint)} does not hold for that name`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'names', names),
            endpointStatement(endpoint, 'name asked for', endpoint.body.serverName),
          ],
          fixes: fixes('Order a certificate with this name'),
        },
      ]
    })
    const declared = leaves(input).flatMap((certificate) => {
      const names = [certificate.subject, ...(certificate.names ?? [])]
      return certificate.presentedBy.flatMap((slug) => {
        const bare = (nodeNamed(input, slug)?.hosts ?? []).filter(
          (host) => !names.some((name) => coversName(name, host)),
        )
        const node = nodeNamed(input, slug)
        if (bare.length === 0 || node === undefined) return []
        const records = bare.flatMap((host) =>
          recordsNamed(input, host).filter((each) => ['A', 'AAAA', 'CNAME'].includes(each.type)),
        )
        return [
          {
            key: `declared:${certificate.slug}:${slug}`,
            title: `${certificate.subject} does not hold for ${bare.join(', ')}, which ${node.name} serves`,
            subjects: [`node:${slug}`, `certificate:${certificate.slug}`, ...recordSubjects(records)],
            isContradiction: true,
            statements: [
              stated('certificate', certificate, 'subject', names),
              stated('node', node, 'hosts', bare),
              ...records.map((each) => recordStatement(each, each.record.stated)),
            ],
            fixes: fixes(`Add ${bare.join(', ')} to the certificate`, 'Serve it with another certificate'),
          },
        ]
      })
    })
    return [...served, ...declared]
  },
})
