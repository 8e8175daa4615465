import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { decidesInGeneral, observedPorts } from '@/lib/core/ports/firewall-decision'
import { linksTo } from './estate-index'
import { groupBy, keptBy, keptByBoth } from './kept-by'
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
  readonly transport: ObservedRule['transport']
  /** Null: anywhere. */
  readonly from: string | null
  /** Null: every address of its own. */
  readonly to: string | null
  readonly isIpv6: boolean | null
  readonly profile: string | null
  readonly isRateLimited: boolean
  /** Whether it says what becomes of a port in general, not of one source or one interface alone. */
  readonly isGeneral: boolean
  readonly statement: RuleStatement
}

export interface PortRange {
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

/** The declared rules of one firewall, in order. */
export function declaredRules({ inventory }: FindingInput, firewall: string): readonly FirewallRule[] {
  return declaredBy(inventory.firewallRules).get(firewall) ?? []
}

const declaredBy = keptBy((rules: Inventory['firewallRules']) =>
  groupBy(rules.map(fromDeclared), (rule) => rule.node),
)

export function observedRules(input: FindingInput, firewall: string): readonly FirewallRule[] {
  return observedBy(input.factsOf('firewall')).get(firewall) ?? []
}

const observedBy = keptBy((facts: readonly FirewallFact[]) =>
  groupBy(
    facts
      .filter((fact) => fact.body.isActive)
      .flatMap((fact) =>
        fact.body.rules.filter((rule) => rule.direction === 'in').map((rule) => fromObserved(fact, rule)),
      ),
    (rule) => rule.node,
  ),
)

export function firewallFacts(input: FindingInput, firewall: string): readonly FirewallFact[] {
  return input.factsOf('firewall').filter((fact) => fact.body.node === firewall && fact.body.isActive)
}

export function firewallNodes({ inventory }: FindingInput): readonly string[] {
  return [...firewallsAmong(inventory.nodes, inventory.firewallRules)(inventory.firewalls)]
}

const firewallsAmong = keptByBoth((nodes: Inventory['nodes'], rules: Inventory['firewallRules']) => {
  const known = [
    ...nodes.filter((node) => node.kind === 'firewall').map((node) => node.slug),
    ...declaredBy(rules).keys(),
  ]
  return keptBy(
    (firewalls: Inventory['firewalls']): ReadonlySet<string> =>
      new Set([...known, ...firewalls.map((each) => each.slug)]),
  )
})

type FirewallSetup = Partial<Inventory['firewalls'][number]> & { readonly slug: string }

/** How a firewall is declared to be set up; its name alone where nobody says. */
export function firewallSetup({ inventory }: FindingInput, firewall: string): FirewallSetup {
  return inventory.firewalls.find((each) => each.slug === firewall) ?? { slug: firewall }
}

/** The firewalls that a port's traffic passes: those linked to its targets, or the only one that there is. */
export function firewallsBefore(input: FindingInput, port: DeclaredPort): readonly string[] {
  const near = new Set(
    port.targets.flatMap((target) => [target, ...linksTo(input, target).map((link) => link.source)]),
  )
  const linked = [...near].filter((slug) => isFirewall(input, slug))
  if (linked.length > 0) return linked
  const all = firewallNodes(input)
  return all.length === 1 ? all : []
}

function isFirewall({ inventory }: FindingInput, slug: string): boolean {
  return firewallsAmong(inventory.nodes, inventory.firewallRules)(inventory.firewalls).has(slug)
}

/** The first rule that decides about a port, as a packet meets them; undefined where none speaks of it. */
export function decidingRule(
  rules: readonly FirewallRule[],
  port: number,
  transport: 'tcp' | 'udp' = 'tcp',
): FirewallRule | undefined {
  return rules.find(
    (rule) =>
      rule.isGeneral && covers(rule, port) && (rule.transport === 'any' || rule.transport === transport),
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

export function isEdgeFronted({ inventory }: FindingInput, slug: string): boolean {
  return edgeFronted(inventory.nodes, inventory.links).has(slug)
}

const edgeFronted = keptByBoth((nodes: Inventory['nodes'], links: Inventory['links']) => {
  const edges = new Set(nodes.filter((node) => node.kind === 'edge').map((node) => node.slug))
  const fronted = links.filter((link) => link.kind === 'traffic' && edges.has(link.source))
  return new Set(fronted.map((link) => link.target))
})

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
    to: null,
    isIpv6: rule.family === undefined || rule.family === 'both' ? null : rule.family === 'v6',
    profile: rule.profile ?? null,
    isRateLimited: rule.isRateLimited ?? false,
    isGeneral: decidesInGeneral({
      action: rule.action,
      ports: own === null ? (rule.profile ?? null) : String(rule.port),
      from: rule.from ?? 'anywhere',
      to: 'anywhere',
    }),
    statement: stated('firewall rule', rule, 'action', value.filter(Boolean).join(' ')),
  }
}

function fromObserved(fact: FirewallFact, rule: ObservedRule): FirewallRule {
  return {
    node: fact.body.node,
    action: rule.action === 'allow' || rule.action === 'limit' ? 'allow' : 'deny',
    ports: readPorts(observedPorts(rule)),
    transport: rule.transport,
    from: sourceOf(rule),
    to: rule.to.startsWith('anywhere') ? null : rule.to,
    isIpv6: rule.isIpv6,
    profile: rule.profile,
    isRateLimited: rule.action === 'limit',
    isGeneral: decidesInGeneral(rule),
    statement: observed(fact, `firewall rule of ${fact.body.node}`, rule.text.replace(/\s+/g, ' ')),
  }
}

/** Null for anywhere. An interface is a source too. */
function sourceOf({ from, to }: ObservedRule): string | null {
  const device = / on (\S+)$/.exec(to)?.[1]
  if (device !== undefined) return `${from === 'anywhere' ? '' : `${from} `}on ${device}`
  return from === 'anywhere' ? null : from
}

/** `443`, `80,443`, `8000:8100`; null for every port, none for a profile of which nobody knows the ports. */
function readPorts(text: string | null | undefined): readonly PortRange[] | null {
  if (text === null) return null
  if (text === undefined) return []
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
