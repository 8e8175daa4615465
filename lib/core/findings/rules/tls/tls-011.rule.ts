import { endpointStatement, endpoints, leaves } from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, known, nodeSubjects } from '@/lib/core/findings/statements'

export const tls011 = defineRule({
  id: 'TLS-011',
  title: 'No key exchange that withstands quantum computers',
  severity: 'info',
  reference: 'Mozilla 6.0',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) => {
    const seen = endpoints(input).filter(({ body }) => body.group !== null)
    const bare = seen.filter(({ body }) => !/mlkem/i.test(body.group ?? ''))
    const unseen = endpoints(input).length > 0 && seen.length === 0
    if (endpoints(input).length === 0 || unseen) {
      return leaves(input).length === 0
        ? []
        : [
            asks({
              title: 'The key exchange groups were not observed',
              fact: 'the key exchange group of each endpoint',
              inventoryPath: 'nodes.*.probes',
            }),
          ]
    }
    const [first] = bare
    if (first === undefined) return []
    return [
      {
        key: 'groups',
        title: `${bare.length} of ${seen.length} endpoints agree on no X25519MLKEM768`,
        subjects: nodeSubjects([...new Set(bare.map(({ body }) => body.node))]),
        statements: [
          ...bare.map((endpoint) => endpointStatement(endpoint, 'group', endpoint.body.group)),
          known('Mozilla Server Side TLS 6.0', 'groups', 'X25519MLKEM768, X25519, P-256, P-384'),
        ],
        fixes: fixes('Offer X25519MLKEM768 first'),
      },
    ]
  },
})
