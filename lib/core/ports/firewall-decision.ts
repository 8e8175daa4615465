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

/** The observed rules in kernel order: the first that matches wins, then the default for incoming traffic. */
export function observedDecision(firewall: FirewallFact, asked: PortNumber): FirewallDecision {
  if (!firewall.isActive) {
    return { action: 'allow', rule: 'the firewall is inactive', isDefault: true, from: 'anywhere' }
  }
  const rule = firewall.rules.find((each) => each.direction === 'in' && matches(each, asked))
  if (rule) return { action: rule.action, rule: rule.text, isDefault: false, from: rule.from }
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
  return rule.ports === null || coversPort(rule.ports, port)
}

/** `443`, `80,443`, `6000:6007`, each also with a transport behind a slash. */
export function coversPort(ports: string, port: number): boolean {
  return ports.split(',').some((part) => {
    const [range = ''] = part.trim().split('/')
    const [first, last = first] = range.split(':').map(Number)
    return first !== undefined && last !== undefined && port >= first && port <= last
  })
}
