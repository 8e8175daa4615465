import {
  commonNameIn,
  endpointKey,
  endpointName,
  endpointStatement,
  endpoints,
  judgeEndpoints,
  organizationIn,
  type TlsEndpoint,
} from '@/lib/core/findings/certificate-words'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'
import { authorityOf } from '@/lib/core/findings/tables/authorities'

export const tls005 = defineRule({
  id: 'TLS-005',
  title: 'A chain is incomplete, in the wrong order, or brings its root along',
  severity: 'medium',
  reference: 'RFC 8446 s.4.4.2',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'The chain that is served', (endpoint) => {
      const { chain, trust } = endpoint.body
      const breaks = chain.slice(1).some((issuer, index) => chain[index]?.issuer !== issuer.subject)
      const last = chain.at(-1)
      const isRootSent = chain.length > 1 && last !== undefined && last.isCa && last.subject === last.issuer
      const isIncomplete =
        trust?.isTrusted === false && /unable to (get|verify)|not complete|leaf signature/i.test(trust.reason)
      if (!breaks && !isRootSent && !isIncomplete) return []
      return [
        {
          key: endpointKey(endpoint),
          severity: breaks || isIncomplete ? ('medium' as const) : ('low' as const),
          title: breaks
            ? `The chain at ${endpointName(endpoint)} is in the wrong order`
            : isIncomplete
              ? lackOf(input, endpoint)
              : `${endpointName(endpoint)} sends its root along, which nobody needs`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'chain', chain.map((each) => commonNameIn(each.subject)).join(' → ')),
            endpointStatement(endpoint, 'trust', trust?.reason ?? 'not checked'),
          ],
          fixes: fixes('Serve the leaf, then each intermediate, without the root'),
        },
      ]
    }),
})

/** What is not complete may end at an authority that nobody trusts: it is missing only where somebody knows it. */
function lackOf(input: FindingInput, endpoint: TlsEndpoint): string {
  const issuer = endpoint.body.chain.at(-1)?.issuer ?? ''
  const isKnown =
    authorityOf(organizationIn(issuer)) !== undefined ||
    endpoints(input).some(({ body }) => body.chain.some((each) => each.isCa && each.subject === issuer))
  const name = endpointName(endpoint)
  return isKnown
    ? `The chain at ${name} lacks an intermediate`
    : `The chain at ${name} ends at ${commonNameIn(issuer)}, which is missing or not trusted`
}
