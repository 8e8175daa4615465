import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, known, stated } from '@/lib/core/findings/statements'

export const ha006 = defineRule({
  id: 'HA-006',
  title: 'Path rules overlap, cannot be reached, or leave paths out',
  severity: 'medium',
  reference: 'nginx location; RFC 3986',
  reads: ['inventory.traffic'],
  evaluate: ({ inventory }) => {
    const rules = inventory.traffic?.rules ?? []
    const shadowed = rules.flatMap((rule, index) => {
      const earlier = rules.slice(0, index).find((each) => swallows(each.path, rule.path))
      return earlier === undefined
        ? []
        : [
            {
              key: `${rule.slug}:unreachable`,
              title: `${rule.path} is never reached: ${earlier.path} stands before it`,
              subjects: [`rule:${rule.slug}`, `rule:${earlier.slug}`],
              statements: [
                stated('traffic rule', rule, 'path', rule.path),
                stated('traffic rule', earlier, 'path', earlier.path),
              ],
              fixes: fixes('Move it up', 'Make the earlier path narrower'),
            },
          ]
    })
    const loose = rules
      .filter((rule) => /[^/]\*$/.test(rule.path))
      .map((rule) => ({
        key: `${rule.slug}:prefix`,
        title: `${rule.path} also matches names that only begin so`,
        subjects: [`rule:${rule.slug}`],
        statements: [
          stated('traffic rule', rule, 'path', rule.path),
          known('RFC 3986', 'path segment', 'ends with a slash'),
        ],
        fixes: fixes(`Write ${rule.path.replace(/\*$/, '/*')}`),
      }))
    const last = rules.at(-1)
    const open = last === undefined || rules.some((rule) => rule.path === '/*' || rule.path === '/')
    return [
      ...shadowed,
      ...loose,
      ...(open
        ? []
        : [
            {
              key: 'catch-all',
              title: 'No rule takes the paths that no other rule names',
              subjects: rules.map((rule) => `rule:${rule.slug}`),
              statements: [
                absent('traffic.rules', 'no rule for /*'),
                ...(last ? [stated('traffic rule', last, 'path', last.path)] : []),
              ],
              fixes: fixes('Add a rule for /*'),
            },
          ]),
    ]
  },
})

function swallows(earlier: string, later: string): boolean {
  if (earlier === later) return true
  return earlier.endsWith('*') && later.startsWith(earlier.slice(0, -1))
}
