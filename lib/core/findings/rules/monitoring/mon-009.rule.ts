import { isOurs, linksOfKind, nodesOf } from '@/lib/core/findings/estate-index'
import { keptBy, keptByParts } from '@/lib/core/findings/kept-by'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { fix, known, nodeSubjects, stated } from '@/lib/core/findings/statements'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryNode } from '@/lib/core/inventory/node'

type Scrapes = NonNullable<Inventory['monitoring']>['scrapes']

export const mon009 = defineRule({
  id: 'MON-009',
  title: 'A component is watched by no metric and no alert',
  severity: 'medium',
  reference: 'SOC2 CC7.2',
  reads: [
    'inventory.nodes',
    'inventory.links',
    'inventory.alerts',
    'inventory.monitoring',
    'inventory.groups',
  ],
  evaluate: (input) => {
    const { alerts, monitoring, groups } = input.inventory
    const watched = new Set([
      ...alerts.flatMap((alert) => alert.watches ?? []),
      ...(monitoring?.scrapes ?? []).flatMap((scrape) => scrape.nodes),
      ...linksOfKind(input, 'metrics').flatMap((link) => [link.source, link.target]),
    ])
    const clusters = new Set(nodesOf(input, 'cluster').flatMap((node) => node.rollsUp ?? []))
    const kinds = [
      'web-server',
      'application',
      'worker',
      'database',
      'cluster',
      'cache',
      'object-storage',
      'bastion',
      'backup',
    ] as const
    const bare = nodesOf(input, ...kinds).filter(
      (node) =>
        node.lifecycle === 'active' &&
        isOurs(input, node) &&
        !watched.has(node.slug) &&
        !clusters.has(node.group ?? ''),
    )
    if (bare.length === 0 || groups.length + alerts.length === 0) return []
    return [unwatched(monitoring?.scrapes ?? noScrapes, bare)]
  },
})

const noScrapes: Scrapes = []

const unwatched = keptByParts(
  (scrapes: Scrapes, bare: readonly InventoryNode[]): RuleFinding => ({
    key: 'unwatched',
    title: `Prometheus knows nothing of ${bare.map((node) => node.name).join(', ')}`,
    subjects: nodeSubjects(bare.map((node) => node.slug)),
    statements: [
      ...bare.map(bareStatement),
      known('SOC2 CC7.2', 'components', 'each is watched'),
      ...scrapes.map((scrape) => stated('scrape job', scrape, 'nodes', scrape.nodes)),
    ],
    fixes: bare.map((node, index) => fix(index, `Scrape ${node.name}, or declare the alert that watches it`)),
  }),
)

const bareStatement = keptBy((node: InventoryNode) =>
  stated('node', node, 'kind', `${node.kind}, without scrape or alert`),
)
