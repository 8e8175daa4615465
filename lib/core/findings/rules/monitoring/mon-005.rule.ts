import { alertQueries, alertSubjects, exprStatement } from '@/lib/core/findings/alert-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, stated } from '@/lib/core/findings/statements'

export const mon005 = defineRule({
  id: 'MON-005',
  title: 'A rate is taken over too few scrapes',
  severity: 'medium',
  reference: 'a range of four scrape intervals',
  reads: ['inventory.alerts', 'inventory.monitoring'],
  evaluate: (input) => {
    const scrapes = input.inventory.monitoring?.scrapes ?? []
    const slowest = scrapes.toSorted(
      (left, right) => (right.intervalSeconds ?? 0) - (left.intervalSeconds ?? 0),
    )[0]
    const interval = slowest?.intervalSeconds
    if (slowest === undefined || interval === undefined) {
      return input.inventory.alerts.length === 0
        ? []
        : [
            asks({
              title: 'How often metrics are scraped is not stated',
              fact: 'the scrape interval',
              inventoryPath: 'monitoring.scrapes.*.intervalSeconds',
            }),
          ]
    }
    return alertQueries(input).flatMap((each) => {
      const short = each.query.selectors.find(
        (selector) =>
          /^(rate|irate|increase)$/.test(selector.inside ?? '') &&
          (selector.rangeSeconds ?? Number.POSITIVE_INFINITY) < interval * 4,
      )
      if (short === undefined) return []
      return [
        {
          key: each.alert.slug,
          title: `${each.alert.slug} takes ${short.inside} over ${short.rangeSeconds} s of scrapes that are ${interval} s apart`,
          subjects: alertSubjects([each.alert]),
          statements: [
            exprStatement(each),
            stated('scrape job', slowest, 'intervalSeconds', `${interval} s`),
          ],
          fixes: fixes(`Use a range of at least ${interval * 4} s`, 'Scrape more often'),
        },
      ]
    })
  },
})
