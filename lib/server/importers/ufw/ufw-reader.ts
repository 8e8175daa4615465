import type { FactBody, FactKind, FactOf } from '@/lib/core/observed/fact'
import type { LineNotes } from '../line-notes'
import { parseUfwRule, type UfwRule } from './ufw-rule'

type Firewall = FactOf<'firewall'>

const HEADING = /^\s*To\s+Action\s+From\s*$/
const RULER = /^\s*--\s+------\s+----\s*$/
const DEFAULTS =
  /^Default: (allow|deny|reject) \(incoming\), (allow|deny|reject) \(outgoing\), (allow|deny|reject|disabled) \(routed\)$/
const LISTENING = /^ {2}(\d{1,5}) (\S+) \((.*)\)$/
const LISTENING_RULE = /^ {3,}\[ *(\d+)\] (.+)$/

/** Takes the lines of ufw's reports one by one; of which report they are, it learns from them. */
export class UfwReader {
  private isActive: boolean | undefined
  private logging: string | null = null
  private defaults: Pick<Firewall, 'defaultIncoming' | 'defaultOutgoing' | 'defaultRouted'> = {
    defaultIncoming: 'unknown',
    defaultOutgoing: 'unknown',
    defaultRouted: 'unknown',
  }
  private readonly rules: UfwRule[] = []
  private readonly sockets = new Map<string, FactOf<'socket'>>()
  private listing: { readonly transport: 'tcp' | 'udp'; readonly isIpv6: boolean } | undefined

  constructor(
    private readonly node: string,
    private readonly notes: LineNotes,
  ) {}

  /** A firewall that was asked, and the sockets that it showed. */
  facts(): readonly FactBody[] {
    const { node, isActive, logging, rules } = this
    const firewall: readonly FactBody[] =
      isActive === undefined ? [] : [{ kind: 'firewall', node, isActive, ...this.defaults, logging, rules }]
    return [...firewall, ...this.sockets.values()]
  }

  /** A status is the whole word about the firewall; a listing about the sockets. */
  says(): readonly FactKind[] {
    const kinds: readonly FactKind[] = this.isActive === undefined ? [] : ['firewall']
    return this.listing === undefined ? kinds : [...kinds, 'socket']
  }

  take(line: number, text: string): void {
    const as = this.takeHead(text.trim()) ?? this.takeListening(text) ?? this.takeRule(text)
    if (as !== undefined) this.notes.take(line, text, as)
    else {
      const reason = /^(?:Status|Standard|Stato|État|Estado)\b/.test(text)
        ? 'this is ufw in another language'
        : 'ufw prints no such line'
      this.notes.refuse(line, text, {
        reason,
        remedy: 'Import the output of LANG=C ufw status verbose alone.',
      })
    }
  }

  private takeHead(text: string): string | undefined {
    const status = /^Status: (active|inactive)$/.exec(text)?.[1]
    if (status !== undefined) {
      this.isActive = status === 'active'
      return this.isActive ? 'the firewall is active' : 'the firewall is inactive: nothing is filtered'
    }
    const logging = /^Logging: (\S.*)$/.exec(text)?.[1]
    if (logging !== undefined) {
      this.logging = logging
      return `logging is ${logging}`
    }
    if (text.startsWith('Default: ')) return this.takeDefaults(text)
    if (/^New profiles: \S+$/.test(text)) return 'what happens to new application profiles'
    if (HEADING.test(text) || RULER.test(text)) return 'the heading of the rules'
    return undefined
  }

  private takeDefaults(text: string): string | undefined {
    const match = DEFAULTS.exec(text)
    if (!match) return undefined
    const [, defaultIncoming, defaultOutgoing, defaultRouted] = match
    this.defaults = { defaultIncoming, defaultOutgoing, defaultRouted } as typeof this.defaults
    return `what no rule names: ${defaultIncoming} incoming, ${defaultOutgoing} outgoing, routed ${defaultRouted}`
  }

  private takeListening(text: string): string | undefined {
    const section = /^(tcp|udp)(6?):$/.exec(text.trimEnd())
    if (section) {
      this.listing = { transport: section[1] === 'tcp' ? 'tcp' : 'udp', isIpv6: section[2] === '6' }
      return `sockets of ${section[1]}${section[2] === '6' ? ' over IPv6' : ''}`
    }
    if (this.listing === undefined) return undefined
    const rule = LISTENING_RULE.exec(text)
    if (rule) return `rule ${rule[1]} may decide about the socket above: ${rule[2]}`
    const match = LISTENING.exec(text.trimEnd())
    if (!match || Number(match[1]) > 65_535 || Number(match[1]) < 1) return undefined
    return this.addSocket(Number(match[1]), match[2] ?? '', match[3] ?? '')
  }

  private addSocket(port: number, address: string, word: string): string {
    const { transport, isIpv6 } = this.listing ?? { transport: 'tcp', isIpv6: false }
    const localAddress = address === '*' ? (isIpv6 ? '::' : '0.0.0.0') : address
    // ufw writes a dash for a process that it may not see.
    const process = word === '-' ? null : word
    const socket = { kind: 'socket', node: this.node, transport, localAddress, port, process } as const
    this.sockets.set(`${transport} ${localAddress} ${port}`, socket)
    return `${process ?? 'a process without a name'} listens on ${localAddress}, port ${port} (${transport})`
  }

  private takeRule(text: string): string | undefined {
    if (this.isActive === undefined) return undefined
    const rule = parseUfwRule(text)
    if (rule === undefined) return undefined
    this.rules.push(rule)
    return ruleWords(rule)
  }
}

function ruleWords(rule: UfwRule): string {
  const transport = rule.transport === 'tcp' || rule.transport === 'udp' ? `/${rule.transport}` : ''
  const family = rule.isIpv6 ? ' over IPv6' : ''
  const to = rule.to === 'anywhere' ? '' : ` of ${rule.to}`
  const ways = { in: 'incoming', out: 'outgoing', forward: 'routed' } as const
  return `${rule.action} ${ways[rule.direction]}: ${whatWords(rule)}${transport}${to} from ${rule.from}${family}`
}

function whatWords({ ports, profile, transport }: UfwRule): string {
  if (transport === 'other') return 'a protocol without ports'
  if (ports === null) return 'every port'
  return ports === profile ? `the profile ${profile}` : `port ${ports}`
}
