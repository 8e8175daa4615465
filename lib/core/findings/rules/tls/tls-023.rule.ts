import { linkNamed, nodeNamed } from '@/lib/core/findings/estate-index'
import { decidingRule, declaredRules, firewallNodes, isEdgeFronted } from '@/lib/core/findings/firewall-words'
import { newestByPort } from '@/lib/core/findings/observed-ports'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix, observed, unstated } from '@/lib/core/findings/statements'

export const tls023 = defineRule({
  id: 'TLS-023',
  title: 'The origin answers anybody, though an edge stands before it',
  severity: 'high',
  reference: 'Cloudflare authenticated origin pulls',
  reads: [
    'inventory.tls',
    'inventory.links',
    'inventory.nodes',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.ports',
    'fact.port',
    'fact.socket',
  ],
  evaluate: (input) =>
    firewallNodes(input)
      .filter((firewall) => isEdgeFronted(input, firewall))
      .flatMap((firewall) => {
        const rule = decidingRule(declaredRules(input, firewall), 443)
        const hop = input.inventory.tls.hops.find((each) =>
          each.links.some((id) => linkNamed(input, id)?.target === firewall),
        )
        const seen = newestByPort(input).find(
          ({ body, vantage }) =>
            vantage === 'outside' &&
            body.state === 'open' &&
            body.port === 443 &&
            nodeNamed(input, body.node ?? '')?.kind === 'web-server',
        )
        const isOpen = (rule?.action === 'allow' && rule.from === null) || seen !== undefined
        if (!isOpen || hop?.hasClientCertificate === true) return []
        return [
          {
            key: firewall,
            title: `Whoever knows the address of the origin goes past the edge`,
            subjects: [`node:${firewall}`, ...(hop?.links ?? []).map((id) => `link:${id}`)],
            statements: [
              ...(rule ? [rule.statement] : []),
              ...(seen ? [observed(seen, `port 443 of ${seen.body.node}`, 'open from outside')] : []),
              hop
                ? unstated('TLS hop', hop, 'hasClientCertificate')
                : absent('tls.hops', 'no hop from the edge to the origin'),
            ],
            fixes: [fix(0, "Allow the edge's ranges alone"), fix(1, "Demand the edge's client certificate")],
            rootCause: 'origin-open-to-all',
          },
        ]
      }),
})
