import ipaddr from 'ipaddr.js'

/** cloudflare.com/ips, read 2026-11-23. */
export const cloudflareRanges = [
  '173.245.48.0/20',
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '141.101.64.0/18',
  '108.162.192.0/18',
  '190.93.240.0/20',
  '188.114.96.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '162.158.0.0/15',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '172.64.0.0/13',
  '131.0.72.0/22',
  '2400:cb00::/32',
  '2606:4700::/32',
  '2803:f800::/32',
  '2405:b500::/32',
  '2405:8100::/32',
  '2a06:98c0::/29',
  '2c0f:f248::/32',
] as const

const parsedRanges = cloudflareRanges.map((range) => ipaddr.parseCIDR(range))

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
