import { callersOf, linksTo, nodeNamed, primaries } from '@/lib/core/findings/estate-index'
import { keptByParts } from '@/lib/core/findings/kept-by'
import { defineRule, type FindingInput, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'
import type { InventoryLink } from '@/lib/core/inventory/link'
import type { InventoryNode } from '@/lib/core/inventory/node'

export const ha001 = defineRule({
  id: 'HA-001',
  title: 'Active regions share one writable database',
  severity: 'critical',
  reference: 'DORA 10.1, ISO A.8.14, SOC2 A1.2',
  reads: ['inventory.nodes', 'inventory.links'],
  evaluate: (input) =>
    primaries(input).flatMap((primary) => {
      if (!isCalledFromTwoRegions(input, primary)) return noFindings
      const callers = callersOf(input, primary.slug).filter((caller) => caller.region !== undefined)
      const links = linksTo(input, primary.slug).filter((link) =>
        callers.some((caller) => caller.slug === link.source),
      )
      return sharedBy(primary, [...callers, ...links])
    }),
})

const noFindings: readonly RuleFinding[] = []

/** Most databases of a large estate are not: they are told without a list being made. */
function isCalledFromTwoRegions(input: FindingInput, primary: InventoryNode): boolean {
  let first: string | undefined
  for (const link of linksTo(input, primary.slug)) {
    const region = link.kind === 'traffic' ? nodeNamed(input, link.source)?.region : undefined
    if (region === undefined) continue
    if (first !== undefined && region !== first) return true
    first = region
  }
  return false
}

/** A primary, with its callers and their links to it. */
const sharedBy = keptByParts(
  (primary: InventoryNode, around: readonly (InventoryNode | InventoryLink)[]): readonly RuleFinding[] => {
    const callers = around.filter((each) => 'slug' in each)
    const links = around.filter((each) => 'id' in each)
    const regions = new Set(callers.map((caller) => caller.region))
    return [
      {
        key: primary.slug,
        title: `${regions.size} active regions write to ${primary.name} alone`,
        subjects: [
          `node:${primary.slug}`,
          ...nodeSubjects(callers.map((caller) => caller.slug)),
          ...links.map((link) => `link:${link.id}`),
        ],
        statements: [
          stated('node', primary, 'role', primary.role),
          ...callers.map((caller) =>
            stated('node', caller, 'region', `${caller.region}, reaches ${primary.slug}`),
          ),
        ],
        fixes: fixes(
          'Give each region a database that takes writes, or one that is promoted by itself',
          'Call the second region a standby for writes',
        ),
        rootCause: 'one-writable-database',
      },
    ]
  },
)
