import type { RuleDefinition } from './rule-definition'
import { auditRules } from './rules/audit/registry'
import { caaRules } from './rules/caa/registry'
import { dnsRules } from './rules/dns/registry'
import { drRules } from './rules/dr/registry'
import { haRules } from './rules/ha/registry'
import { mailRules } from './rules/mail/registry'
import { monitoringRules } from './rules/monitoring/registry'
import { portsRules } from './rules/ports/registry'
import { tlsRules } from './rules/tls/registry'

/** Every rule of the catalogue, in its order. */
export const rules: readonly RuleDefinition[] = [
  ...dnsRules,
  ...caaRules,
  ...mailRules,
  ...tlsRules,
  ...portsRules,
  ...haRules,
  ...drRules,
  ...monitoringRules,
  ...auditRules,
]

const byId = new Map(rules.map((rule) => [rule.id, rule]))

export function findRule(id: string): RuleDefinition | undefined {
  return byId.get(id)
}
