import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { linksTo, nodeNamed, nodesOf } from './estate-index'
import type { FindingInput, RuleStatement } from './rule-definition'
import { observed, stated } from './statements'
import { ufwProfiles } from './tables/ports'

export type DeclaredPort = Inventory['ports'][number]
export type DeclaredRule = Inventory['firewallRules'][number]
export type FirewallFact = ObservedFact<FactOf<'firewall'>>
type ObservedRule = FirewallFact['body']['rules'][number]

/** One rule, declared or observed, in the words that both share. */
export interface FirewallRule {
  readonly node: string
  readonly action: 'allow' | 'deny'
  /** Null: every port. */
  readonly ports: readonly PortRange[] | null
  readonly transport: 'tcp' | 'udp' | 'any'
  /** Null: anywhere. */
  readonly from: string | null
  readonly isIpv6: boolean | null
  readonly profile: string | null
  readonly isRateLimited: boolean
  readonly statement: RuleStatement
}

interface PortRange {
  readonly first: number
  readonly last: number
}

export function activePorts({ inventory }: FindingInput): readonly DeclaredPort[] {
  return inventory.ports.filter((port) => port.lifecycle === 'active')
}

/** What the ports statement of a matrix row looks like. */
export function portStatement(
  port: DeclaredPort,
  field = 'class',
  value: unknown = port.class,
): RuleStatement {
  return stated('port', port, field, value)
}

/** Declared rules first as they stand, in order; what was observed on the same firewall after. */
export function declaredRules(input: FindingInput, firewall: string): readonly FirewallRule[] {
  return input.inventory.firewallRules.filter((rule) => rule.node === firewall).map(fromDeclared)
}

export function observedRules(input: FindingInput, firewall: string): readonly FirewallRule[] {
  return firewallFacts(input, firewall).flatMap((fact) =>
    fact.body.rules.filter((rule) => rule.direction === 'in').map((rule) => fromObserved(fact, rule)),
  )
}

export function firewallFacts(input: FindingInput, firewall: string): readonly FirewallFact[] {
  return input.factsOf('firewall').filter((fact) => fact.body.node === firewall && fact.body.isActive)
}

export function firewallNodes(input: FindingInput): readonly string[] {
  const named = [
    ...input.inventory.firewallRules.map((rule) => rule.node),
    ...input.inventory.firewalls.map((each) => each.slug),
  ]
  return [...new Set([...nodesOf(input, 'firewall').map((node) => node.slug), ...named])]
}

type FirewallSetup = Partial<Inventory['firewalls'][number]> & { readonly slug: string }

/** How a firewall is declared to be set up; its name alone where nobody says. */
export function firewallSetup({ inventory }: FindingInput, firewall: string): FirewallSetup {
  return inventory.firewalls.find((each) => each.slug === firewall) ?? { slug: firewall }
}

/** The firewalls that a port's traffic passes: those linked to its targets, or the only one that there is. */
export function firewallsBefore(input: FindingInput, port: DeclaredPort): readonly string[] {
  const all = firewallNodes(input)
  const linked = all.filter((slug) =>
    port.targets.some(
      (target) => target === slug || linksTo(input, target).some((link) => link.source === slug),
    ),
  )
  return linked.length > 0 || all.length !== 1 ? linked : all
}

/** The first rule that decides about a port, as a packet meets them; undefined where none speaks of it. */
export function decidingRule(
  rules: readonly FirewallRule[],
  port: number,
  transport: 'tcp' | 'udp' = 'tcp',
): FirewallRule | undefined {
  return rules.find(
    (rule) => covers(rule, port) && (rule.transport === 'any' || rule.transport === transport),
  )
}

export function covers(rule: FirewallRule, port: number): boolean {
  return rule.ports === null || rule.ports.some((range) => range.first <= port && port <= range.last)
}

/** The rules that let traffic in on ports of their own, with each single port or range. */
export function allowedPorts(
  rules: readonly FirewallRule[],
): readonly { rule: FirewallRule; range: PortRange }[] {
  return rules
    .filter((rule) => rule.action === 'allow')
    .flatMap((rule) => (rule.ports ?? []).map((range) => ({ rule, range })))
}

export function isEdgeFronted(input: FindingInput, slug: string): boolean {
  return linksTo(input, slug).some((link) => {
    const source = nodeNamed(input, link.source)
    return link.kind === 'traffic' && source?.kind === 'edge'
  })
}

function fromDeclared(rule: DeclaredRule): FirewallRule {
  const own = rule.port === undefined ? null : [{ first: rule.port, last: rule.port }]
  const value = [
    rule.action,
    rule.port ?? rule.profile ?? 'everything else',
    rule.from && `from ${rule.from}`,
  ]
  return {
    node: rule.node,
    action: rule.action,
    ports: rule.profile === undefined ? own : profilePorts(rule.profile),
    transport: rule.transport ?? 'any',
    from: rule.from ?? null,
    isIpv6: rule.family === undefined || rule.family === 'both' ? null : rule.family === 'v6',
    profile: rule.profile ?? null,
    isRateLimited: rule.isRateLimited ?? false,
    statement: stated('firewall rule', rule, 'action', value.filter(Boolean).join(' ')),
  }
}

function fromObserved(fact: FirewallFact, rule: ObservedRule): FirewallRule {
  return {
    node: fact.body.node,
    action: rule.action === 'allow' || rule.action === 'limit' ? 'allow' : 'deny',
    ports: rule.profile === null ? readPorts(rule.ports) : profilePorts(rule.profile),
    transport: rule.transport,
    from: /^anywhere/i.test(rule.from) ? null : rule.from,
    isIpv6: rule.isIpv6,
    profile: rule.profile,
    isRateLimited: rule.action === 'limit',
    statement: observed(fact, `firewall rule of ${fact.body.node}`, rule.text),
  }
}

/** `443`, `80,443`, `8000:8100`; null for every port. */
function readPorts(text: string | null): readonly PortRange[] | null {
  if (text === null) return null
  return text
    .replace(/\/(tcp|udp)$/, '')
    .split(',')
    .flatMap((part) => {
      const [first, last] = part.trim().split(/[:-]/).map(Number)
      return first === undefined || Number.isNaN(first) ? [] : [{ first, last: last ?? first }]
    })
}

function profilePorts(profile: string): readonly PortRange[] {
  return (ufwProfiles.get(profile) ?? []).map((port) => ({ first: port, last: port }))
}
