import { hopStatement } from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const tls020 = defineRule({
  id: 'TLS-020',
  title: 'The edge does not verify the origin, or speaks to it in clear',
  severity: 'high',
  reference: 'Cloudflare SSL modes',
  reads: ['inventory.tls', 'inventory.links', 'fact.edge'],
  evaluate: (input) => {
    const declared = input.inventory.tls.hops.flatMap((hop) =>
      hop.mode === undefined
        ? []
        : [
            {
              mode: hop.mode,
              key: hop.slug,
              statement: hopStatement(hop, 'mode'),
              subjects: hop.links.map((id) => `link:${id}`),
            },
          ],
    )
    const served = input.factsOf('edge').flatMap((fact) =>
      fact.body.sslMode === null
        ? []
        : [
            {
              mode: fact.body.sslMode,
              key: fact.body.node,
              statement: observed(fact, `SSL mode of ${fact.body.node}`, fact.body.sslMode),
              subjects: nodeSubjects([fact.body.node]),
            },
          ],
    )
    return [...declared, ...served]
      .filter(({ mode }) => !/strict|origin.?pull/i.test(mode))
      .map(({ mode, key, statement, subjects }) => ({
        key,
        severity: /full/i.test(mode) ? ('high' as const) : ('critical' as const),
        title: /full/i.test(mode)
          ? `The mode ${mode} takes any certificate of the origin`
          : `The mode ${mode} speaks to the origin in clear`,
        subjects,
        statements: [statement, known('Cloudflare SSL modes', mode, 'the origin is not verified')],
        fixes: fixes('Use Full (strict)'),
      }))
  },
})
