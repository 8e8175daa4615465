import { defineRule } from '@/lib/core/findings/rule-definition'
import { balancedLinks } from '@/lib/core/findings/site-words'
import { fix, stated } from '@/lib/core/findings/statements'

export const ha007 = defineRule({
  id: 'HA-007',
  title: 'Weights do not sum to 100, or a pool weighs nothing',
  severity: 'low',
  reference: 'load balancing weights',
  reads: ['inventory.links', 'inventory.traffic'],
  evaluate: (input) => {
    const links = balancedLinks(input)
    const sum = links.reduce((total, link) => total + (link.weight ?? 0), 0)
    const idle = links.filter((link) => link.weight === 0)
    if (links.length === 0 || (sum === 100 && idle.length === 0)) return []
    return [
      {
        key: 'weights',
        title:
          idle.length > 0
            ? `${idle.map((link) => link.target).join(', ')} never gets traffic`
            : `The weights sum to ${sum}, not to 100`,
        subjects: links.map((link) => `link:${link.id}`),
        statements: links.map((link) => stated('link', link, 'weight', `${link.weight} %`)),
        fixes: links.map((link, index) => fix(index, `Change the weight of ${link.target}`)),
      },
    ]
  },
})
