import { hopIssuers, hopStatement, issuerOf, leaves } from '@/lib/core/findings/certificate-words'
import { nodeNamed } from '@/lib/core/findings/estate-index'
import { decidingRule, declaredRules, firewallNodes } from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const tls024 = defineRule({
  id: 'TLS-024',
  title: 'The way by which a certificate is ordered cannot work',
  severity: 'high',
  reference: "Let's Encrypt, challenge types",
  reads: [
    'inventory.tls',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
    'inventory.ports',
    'fact.edge',
  ],
  evaluate: (input) => {
    const hops = input.inventory.tls.hops.filter(
      (hop) => hopIssuers(hop).length === 1 && hopIssuers(hop)[0] === "Let's Encrypt",
    )
    const [hop] = hops
    return leaves(input).flatMap((certificate) => {
      const isAcme = issuerOf(input, certificate) === "Let's Encrypt" || hop !== undefined
      const method = certificate.acme?.method
      const subjects = [`certificate:${certificate.slug}`, ...nodeSubjects(certificate.presentedBy)]
      if (!isAcme) return []
      if (method === undefined) {
        return [
          asks({
            key: certificate.slug,
            title: `How ${certificate.subject} is ordered is not stated`,
            fact: `the ACME method of ${certificate.subject}`,
            inventoryPath: `tls.certificates.${certificate.slug}.acme.method`,
            subjects,
            statements: hop ? [hopStatement(hop)] : [],
          }),
        ]
      }
      const denial = firewallNodes(input)
        .map((firewall) => decidingRule(declaredRules(input, firewall), 80))
        .find((rule) => rule?.action === 'deny')
      const redirects = input.factsOf('edge').some((fact) => fact.body.alwaysUseHttps === true)
      const isFronted = certificate.presentedBy.some((slug) => nodeNamed(input, slug)?.kind === 'edge')
      const ordered = stated('certificate', certificate, 'acme.method', method)
      const problem =
        method === 'http-01' && certificate.subject.startsWith('*.')
          ? {
              title: 'HTTP-01 issues no wildcards',
              statement: stated('certificate', certificate, 'subject', certificate.subject),
            }
          : method === 'http-01' && denial !== undefined && !redirects
            ? {
                title: 'HTTP-01 needs port 80, which the firewall denies and the edge does not redirect',
                statement: denial.statement,
              }
            : method === 'tls-alpn-01' && isFronted
              ? {
                  title: 'TLS-ALPN-01 ends at the edge, which answers TLS itself',
                  statement: stated('certificate', certificate, 'presentedBy', certificate.presentedBy),
                }
              : undefined
      if (problem === undefined) return []
      return [
        {
          key: certificate.slug,
          title: `${certificate.subject}: ${problem.title}`,
          subjects,
          statements: [ordered, problem.statement],
          fixes: fixes('Order by DNS-01', 'Change what stands in the way'),
        },
      ]
    })
  },
})
