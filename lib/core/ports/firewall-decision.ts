import { ufwProfiles } from '@/lib/core/findings/tables/ports'
import type { FactOf } from '@/lib/core/observed/fact'

type FirewallFact = FactOf<'firewall'>
type FirewallRule = FirewallFact['rules'][number]

export interface PortNumber {
  readonly port: number
  readonly transport: 'tcp' | 'udp'
}

/** What a firewall does with a new connection to a port, and the line that says so. */
export interface FirewallDecision {
  readonly action: 'allow' | 'deny' | 'reject' | 'limit' | 'unknown'
  readonly rule: string
  /** No rule names the port: the default decides. */
  readonly isDefault: boolean
  readonly from: string
}

interface DeclaredRule {
  readonly slug: string
  readonly action: 'allow' | 'deny'
  readonly port?: number | undefined
  readonly transport?: 'tcp' | 'udp' | undefined
  readonly service?: string | undefined
  readonly from?: string | undefined
}

/**
 * The observed rules in kernel order: the first that matches wins, then the default for incoming traffic. A profile
 * that stands there without its ports may be about any port, so that nothing behind it is certain.
 */
export function observedDecision(firewall: FirewallFact, asked: PortNumber): FirewallDecision {
  if (!firewall.isActive) {
    return { action: 'allow', rule: 'the firewall is inactive', isDefault: true, from: 'anywhere' }
  }
  const rule = firewall.rules.find(
    (each) => each.direction === 'in' && matches(each, asked) && decidesInGeneral(each),
  )
  if (rule) {
    const action = observedPorts(rule) === undefined ? 'unknown' : rule.action
    return { action, rule: rule.text, isDefault: false, from: rule.from }
  }
  const { defaultIncoming } = firewall
  return {
    action: defaultIncoming,
    rule: `default: ${defaultIncoming} (incoming)`,
    isDefault: true,
    from: 'anywhere',
  }
}

/** The declared rules in the order of the inventory; one without a port is the default for all others. */
export function declaredDecision(
  rules: readonly DeclaredRule[],
  { port, transport }: PortNumber,
): FirewallDecision | null {
  const named = rules.find(
    (rule) => rule.port === port && (rule.transport === undefined || rule.transport === transport),
  )
  const rule = named ?? rules.find((each) => each.port === undefined)
  if (rule === undefined) return null
  return {
    action: rule.action,
    rule: named ? `${rule.action} ${port}/${transport}` : `${rule.action} all others`,
    isDefault: named === undefined,
    from: rule.from ?? 'anywhere',
  }
}

function matches(rule: FirewallRule, { port, transport }: PortNumber): boolean {
  if (rule.transport !== 'any' && rule.transport !== transport) return false
  const ports = observedPorts(rule)
  return ports === undefined || ports === null || coversPort(ports, port)
}

/** The ports of a rule, those of a profile that is known by its name alone included; undefined when nobody knows. */
export function observedPorts({
  ports,
  profile,
}: Pick<FirewallRule, 'ports' | 'profile'>): string | null | undefined {
  if (profile === null || ports !== profile) return ports
  return ufwProfiles.get(profile)?.join(',')
}

type Scope = Pick<FirewallRule, 'action' | 'ports' | 'from' | 'to'>

/**
 * Whether a rule says what becomes of a port in general. One that shuts out a single source does not, and neither does
 * one that lets a source or an interface in without naming a port.
 */
export function decidesInGeneral({ action, ports, from, to }: Scope): boolean {
  const isNarrow = !/^anywhere(?! on )/.test(from) || / on \S+$/.test(to)
  if (!isNarrow) return true
  return ports !== null && (action === 'allow' || action === 'limit')
}

/** `443`, `80,443`, `6000:6007`, each also with a transport behind a slash. */
export function coversPort(ports: string, port: number): boolean {
  return ports.split(',').some((part) => {
    const [range = ''] = part.trim().split('/')
    const [first, last = first] = range.split(':').map(Number)
    return first !== undefined && last !== undefined && port >= first && port <= last
  })
}
