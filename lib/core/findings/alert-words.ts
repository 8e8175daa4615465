import type { Inventory } from '@/lib/core/inventory/inventory'
import { type ParsedQuery, parseQuery } from './promql'
import type { FindingInput, RuleFinding, RuleStatement } from './rule-definition'
import { asks, stated } from './statements'

export type AlertRule = Inventory['alerts'][number]

export interface AlertQuery {
  readonly alert: AlertRule
  readonly expr: string
  readonly query: ParsedQuery
}

export function alertQueries({ inventory }: FindingInput): readonly AlertQuery[] {
  return inventory.alerts.flatMap((alert) =>
    alert.expr === undefined ? [] : [{ alert, expr: alert.expr, query: parseQuery(alert.expr) }],
  )
}

export function exprStatement({ alert, expr }: AlertQuery): RuleStatement {
  return stated('alert', alert, 'expr', expr)
}

export function alertSubjects(alerts: readonly AlertRule[]): readonly string[] {
  return alerts.flatMap((alert) => [
    `alert:${alert.slug}`,
    ...(alert.watches ?? []).map((slug) => `node:${slug}`),
  ])
}

/** Judges each expression; asks once for those alerts that have none. */
export function judgeQueries(
  input: FindingInput,
  what: string,
  judge: (query: AlertQuery) => readonly RuleFinding[],
): readonly RuleFinding[] {
  const bare = input.inventory.alerts.filter((alert) => alert.expr === undefined)
  const question = asks({
    title: `${what} is not known for ${bare.length} alerts that have no expression`,
    fact: 'the expression by which Prometheus evaluates the alert',
    inventoryPath: `alerts.${bare.length === 1 ? bare[0]?.slug : '*'}.expr`,
    subjects: alertSubjects(bare),
  })
  return [...alertQueries(input).flatMap(judge), ...(bare.length > 0 ? [question] : [])]
}
