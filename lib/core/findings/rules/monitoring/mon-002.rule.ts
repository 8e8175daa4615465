import { alertSubjects, exprStatement, judgeQueries } from '@/lib/core/findings/alert-words'
import { nodeNamed, nodesOf } from '@/lib/core/findings/estate-index'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { asks, fix, nodeSubjects, stated, unstated } from '@/lib/core/findings/statements'
import { exporters, ownMetrics } from '@/lib/core/findings/tables/exporters'
import type { Inventory } from '@/lib/core/inventory/inventory'

type Scrape = NonNullable<Inventory['monitoring']>['scrapes'][number]

export const mon002 = defineRule({
  id: 'MON-002',
  title: 'An alert reads a metric that nothing exports',
  severity: 'high',
  reference: "exporters' sources",
  reads: ['inventory.alerts', 'inventory.monitoring', 'inventory.nodes'],
  evaluate: (input) => {
    const scrapes = input.inventory.monitoring?.scrapes
    if (scrapes === undefined) {
      return [
        asks({
          title: 'Which exporters are scraped is not stated',
          fact: 'the scrape jobs and their exporters',
          inventoryPath: 'monitoring.scrapes',
        }),
      ]
    }
    const known = scrapes.flatMap((scrape) => exporters.get(scrape.exporter ?? '') ?? [])
    const exported = (metric: string) =>
      ownMetrics.test(metric) || known.some((each) => each.metrics.test(metric))
    const unnamed = unnamedScrapes(input, scrapes)
    return judgeQueries(input, 'What it reads', (each) => {
      const lost = [...new Set(each.query.selectors.map((selector) => selector.metric))].filter(
        (metric) => metric !== '' && !exported(metric),
      )
      const lacking = each.query.selectors.flatMap((selector) =>
        known
          .flatMap((exporter) => exporter.lacks ?? [])
          .filter(
            (lack) =>
              lack.metric === selector.metric && selector.labels.some((label) => label.name === lack.label),
          ),
      )
      if (lost.length === 0 && lacking.length === 0) return []
      const [lack] = lacking
      const [silent] = unnamed
      if (lack === undefined && silent !== undefined) {
        return [
          asks({
            key: each.alert.slug,
            title: `Whether ${each.alert.slug} can fire is not known: ${lost.join(', ')} may come from ${silent.slug}, whose exporter is not stated`,
            fact: `the exporter of ${silent.slug}`,
            inventoryPath: `monitoring.scrapes.${silent.slug}.exporter`,
            subjects: alertSubjects([each.alert]),
            statements: [
              exprStatement(each),
              ...unnamed.map((scrape) => unstated('scrape job', scrape, 'exporter')),
            ],
          }),
        ]
      }
      return [
        {
          key: each.alert.slug,
          title: lack
            ? `${each.alert.slug} asks ${lack.metric} for ${lack.label}: ${lack.why}`
            : `${each.alert.slug} can never fire: no scraped exporter has ${lost.join(', ')}`,
          subjects: [
            ...alertSubjects([each.alert]),
            ...nodeSubjects(nodesOf(input, 'metrics').map((node) => node.slug)),
          ],
          statements: [
            exprStatement(each),
            ...scrapes.flatMap((scrape) =>
              scrape.exporter === undefined
                ? []
                : [stated('scrape job', scrape, 'exporter', scrape.exporter)],
            ),
          ],
          fixes: [fix(0, 'Ask for a metric that is exported'), fix(1, 'Scrape an exporter that has it')],
          rootCause: 'metrics-nobody-exports',
        },
      ]
    })
  },
})

/** Jobs of which nobody says what they export; a node that another job names the exporter of is known. */
function unnamedScrapes(input: FindingInput, scrapes: readonly Scrape[]): readonly Scrape[] {
  const named = new Set(scrapes.flatMap((scrape) => (scrape.exporter === undefined ? [] : scrape.nodes)))
  return scrapes.filter(
    (scrape) =>
      scrape.exporter === undefined &&
      scrape.nodes.some((slug) => !named.has(slug) && nodeNamed(input, slug)?.kind !== 'backup'),
  )
}
