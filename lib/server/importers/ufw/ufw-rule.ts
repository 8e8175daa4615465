import type { z } from 'zod'
import type { firewallRuleFactSchema } from '@/lib/core/observed/fact'

export type UfwRule = z.infer<typeof firewallRuleFactSchema>

/** Columns of a row: what is reached, what is done, from where; a number before and a comment behind. */
const ROW =
  /^(?:\[ *(\d+)\] )?(\S.*?)\s+(ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))?\s+(?!(?:IN|OUT|FWD)\s*$)(\S.*)$/
const directions = { IN: 'in', OUT: 'out', FWD: 'forward' } as const
const actions = { ALLOW: 'allow', DENY: 'deny', REJECT: 'reject', LIMIT: 'limit' } as const

/** One side of a rule: `10.0.0.1 80,443/tcp (Nginx Full) on eth0 (v6)`. */
interface Side {
  /** `anywhere`, an address or a range; with the interface, when one is named. */
  readonly place: string
  readonly ports: string | null
  readonly transport: UfwRule['transport']
  readonly profile: string | null
  readonly isIpv6: boolean
}

/** Reads one row of `ufw status`, or undefined for what is none. */
export function parseUfwRule(text: string): UfwRule | undefined {
  const [row = '', comment = null] = splitComment(text)
  const match = ROW.exec(row.trim())
  if (!match) return undefined
  const [, number, to = '', action = '', direction, from = ''] = match
  const isOut = direction === undefined && /\(out\)\s*$/.test(from)
  const target = parseSide(to)
  const source = parseSide(withoutAttributes(from))
  if (target === undefined || source === undefined) return undefined
  return {
    number: number === undefined ? null : Number(number),
    action: actions[action as keyof typeof actions],
    direction: isOut ? 'out' : directions[(direction ?? 'IN') as keyof typeof directions],
    ports: target.ports,
    transport: target.transport === 'any' ? source.transport : target.transport,
    from: source.ports === null ? source.place : `${source.place} port ${source.ports}`,
    to: target.place,
    isIpv6: target.isIpv6 || source.isIpv6,
    profile: target.profile ?? source.profile,
    comment,
    text: text.trim(),
  }
}

function splitComment(text: string): readonly [row: string, comment: string | null] {
  const at = text.search(/\s# /)
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 3).trim()]
}

/** `(log)`, `(log-all)` and `(out)` speak of the rule, not of where it comes from. */
function withoutAttributes(side: string): string {
  return side.replace(/\s+\((?:log|log-all|out)(?:, (?:log|log-all|out))*\)\s*$/, '')
}

/** As ufw's own check of such names has it; anything else in this place was not understood. */
const PROFILE_NAME = /^[a-z0-9][a-z0-9 _.+-]*$/i

function parseSide(text: string): Side | undefined {
  const isIpv6 = /\(v6\)/.test(text)
  const [place = '', device] = text
    .replace(/\s*\(v6\)/, '')
    .trim()
    .split(/\s+on\s+(?=\S+$)/)
  const { profile, rest } = splitProfile(place.trim())
  const { address, transport, ports } = splitPorts(rest)
  const named = ports === null ? splitName(address) : { address, name: null }
  if (named.name !== null && !PROFILE_NAME.test(named.name)) return undefined
  return {
    place: device === undefined ? named.address : `${named.address} on ${device}`,
    // A profile without its ports must not pass for a rule about every port.
    ports: ports ?? named.name,
    transport,
    profile: profile ?? named.name,
    isIpv6: isIpv6 || named.address.includes(':'),
  }
}

/** `Nginx Full` or `10.0.0.1 Nginx Full`: without verbose the profile stands in the place of its ports. */
function splitName(text: string): { readonly address: string; readonly name: string | null } {
  if (text === 'anywhere' || isAddress(text)) return { address: text, name: null }
  const [first = '', ...others] = text.split(' ')
  if (isAddress(first) && others.length > 0) return { address: first, name: others.join(' ') }
  return { address: 'anywhere', name: text }
}

function isAddress(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)(?:\/\d{1,3})?$/i.test(text)
}

/** `80,443/tcp (Nginx Full)`, as the verbose form has it. */
function splitProfile(text: string): { readonly profile: string | null; readonly rest: string } {
  const match = /^(.*?)\s*\(([^()]+)\)$/.exec(text)
  return match ? { profile: match[2] ?? null, rest: match[1] ?? '' } : { profile: null, rest: text }
}

const PORTS = /^(?:(.*)\s)?(\d[\d,:]*)(?:\/(tcp|udp))?$/
const PROTOCOL = /^(.*)\/(tcp|udp|ah|esp|gre|igmp|ipv6|vrrp)$/

function splitPorts(text: string): Pick<Side, 'ports' | 'transport'> & { readonly address: string } {
  const ports = PORTS.exec(text)
  if (ports) {
    const [, address, list = null, transport] = ports
    return { address: addressOf(address ?? 'Anywhere'), ports: list, transport: transportOf(transport) }
  }
  const protocol = PROTOCOL.exec(text)
  const isRange =
    protocol !== null && /^[\d.:a-f]+$/i.test(protocol[1] ?? '') && /^\d+$/.test(protocol[2] ?? '')
  if (protocol && !isRange)
    return { address: addressOf(protocol[1] ?? ''), ports: null, transport: transportOf(protocol[2]) }
  return { address: addressOf(text), ports: null, transport: 'any' }
}

function addressOf(text: string): string {
  return text === 'Anywhere' || text === '' ? 'anywhere' : text
}

function transportOf(word: string | undefined): Side['transport'] {
  if (word === undefined) return 'any'
  return word === 'tcp' || word === 'udp' ? word : 'other'
}
