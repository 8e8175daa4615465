import ipaddr from 'ipaddr.js'
import { cloudflareRanges } from '@/lib/core/dns/provider-ranges'

const parsedRanges = cloudflareRanges.ranges.map((range) => ipaddr.parseCIDR(range))

/** What is known of one spelling of an address; parsing is dear, and the same few are asked for again and again. */
interface KnownAddress {
  readonly isCloudflare: boolean
  readonly isUnroutable: boolean
  readonly canonical: string
  readonly network: string
}

const known = new Map<string, KnownAddress | null>()
const MOST_KEPT = 100_000

export function isCloudflareAddress(address: string): boolean {
  return look(address)?.isCloudflare ?? false
}

/** Private (RFC 1918, 4193), documentation (RFC 5737, 3849), loopback and link-local addresses. */
export function isUnroutable(address: string): boolean {
  return look(address)?.isUnroutable ?? false
}

export function isAddress(text: string): boolean {
  return look(text) !== null
}

/** One spelling of an address: `2606:4700:0::1` and `2606:4700::1` are the same. */
export function canonicalAddress(address: string): string {
  return look(address)?.canonical ?? address
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one. */
export function networkOf(address: string): string {
  return look(address)?.network ?? address
}

/** Whether an address is one of a range, `192.0.2.0/24` or a single address. */
export function isInRange(address: string, range: string): boolean {
  const [base = '', bits] = range.split('/')
  if (bits === undefined) return canonicalAddress(address) === canonicalAddress(base)
  const found = read(address)
  return found !== undefined && isAddress(base) && isIn(found, [ipaddr.parseCIDR(range)])
}

function look(text: string): KnownAddress | null {
  const kept = known.get(text)
  if (kept !== undefined) return kept
  if (known.size >= MOST_KEPT) known.clear()
  const found = read(text)
  const value = found === undefined ? null : knowledgeOf(found)
  known.set(text, value)
  return value
}

type Address = ReturnType<typeof ipaddr.parse>

function knowledgeOf(found: Address): KnownAddress {
  const bytes = found.toByteArray()
  return {
    isCloudflare: isIn(found, parsedRanges),
    isUnroutable: found.range() !== 'unicast',
    canonical: found.toString(),
    network: bytes.slice(0, bytes.length === 4 ? 3 : 6).join('.'),
  }
}

function isIn(found: Address, ranges: readonly ReturnType<typeof ipaddr.parseCIDR>[]): boolean {
  return ranges.some((range) => found.kind() === range[0].kind() && found.match(range))
}

function read(address: string): Address | undefined {
  // `1` and `10.1` are addresses to the parser, names to DNS.
  if (!/^(\d+\.){3}\d+$|:/.test(address)) return undefined
  try {
    return ipaddr.parse(address)
  } catch {
    return undefined
  }
}
