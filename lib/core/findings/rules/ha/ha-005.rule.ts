import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const ha005 = defineRule({
  id: 'HA-005',
  title: 'A path has one backend or none',
  severity: 'high',
  reference: 'ISO A.8.14',
  reads: ['inventory.traffic'],
  evaluate: ({ inventory }) =>
    (inventory.traffic?.rules ?? [])
      .filter((rule) => new Set(rule.nodes).size < 2)
      .map((rule) => ({
        key: rule.slug,
        title: `${rule.path} is answered by ${rule.nodes.join(', ')} alone`,
        subjects: [`rule:${rule.slug}`, ...nodeSubjects(rule.nodes)],
        statements: [
          stated('traffic rule', rule, 'nodes', rule.nodes),
          stated('traffic rule', rule, 'backend', rule.backend),
        ],
        fixes: fixes('Add a second backend', 'Say that this path may fail with its backend'),
      })),
})
