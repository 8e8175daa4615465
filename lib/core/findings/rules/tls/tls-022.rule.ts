import { hopStatement } from '@/lib/core/findings/certificate-words'
import { linkNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { clearStatements, isSeenOnOneMachine, spokenInClear } from '@/lib/core/findings/spoken-in-clear'
import { fix } from '@/lib/core/findings/statements'

export const tls022 = defineRule({
  id: 'TLS-022',
  title: 'One hop is protected, and its sibling with the same data is not',
  severity: 'medium',
  reference: 'ISO A.8.24',
  reads: ['inventory.tls', 'inventory.links', 'inventory.nodes', 'inventory.groups', 'fact.encryption'],
  evaluate: (input) => {
    const hops = input.inventory.tls.hops.map((hop) => ({
      hop,
      sources: new Set(hop.links.flatMap((id) => linkNamed(input, id)?.source ?? [])),
    }))
    return hops
      .filter(({ hop }) => !hop.isEncrypted && hop.isOnOneHost !== true && !isSeenOnOneMachine(input, hop))
      .flatMap(({ hop, sources }) => {
        const sibling = hops.find(
          (each) =>
            each.hop.isEncrypted &&
            each.hop.stage === hop.stage &&
            [...each.sources].some((slug) => sources.has(slug)),
        )
        if (sibling === undefined) return []
        return [
          {
            key: hop.slug,
            title: `${sibling.hop.title} is encrypted, ${hop.title} is not, though both carry the same requests`,
            subjects: [...hop.links, ...sibling.hop.links].map((id) => `link:${id}`),
            statements: [
              hopStatement(sibling.hop, 'encryption'),
              hopStatement(hop, 'encryption'),
              ...clearStatements(spokenInClear(input, hop)),
            ],
            fixes: [fix(1, `Encrypt ${hop.title}`), fix(0, 'Say why one needs it and the other does not')],
            rootCause: 'clear-text-between-hosts',
          },
        ]
      })
  },
})
