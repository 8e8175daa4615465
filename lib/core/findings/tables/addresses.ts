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

const parsed = cloudflareRanges.map((range) => ipaddr.parseCIDR(range))

export function isCloudflareAddress(address: string): boolean {
  return isIn(address, parsed)
}

/** Private (RFC 1918, 4193), documentation (RFC 5737, 3849), loopback and link-local addresses. */
export function isUnroutable(address: string): boolean {
  const found = read(address)
  return found !== undefined && found.range() !== 'unicast'
}

export function isAddress(text: string): boolean {
  return read(text) !== undefined
}

/** One spelling of an address: `2606:4700:0::1` and `2606:4700::1` are the same. */
export function canonicalAddress(address: string): string {
  return read(address)?.toString() ?? address
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one. */
export function networkOf(address: string): string {
  const found = read(address)
  if (found === undefined) return address
  const bytes = found.toByteArray()
  return bytes.slice(0, bytes.length === 4 ? 3 : 6).join('.')
}

/** Whether an address is one of a range, `192.0.2.0/24` or a single address. */
export function isInRange(address: string, range: string): boolean {
  const [base = '', bits] = range.split('/')
  if (bits === undefined) return canonicalAddress(address) === canonicalAddress(base)
  return isAddress(base) && isIn(address, [ipaddr.parseCIDR(range)])
}

function isIn(address: string, ranges: readonly ReturnType<typeof ipaddr.parseCIDR>[]): boolean {
  const found = read(address)
  return found !== undefined && ranges.some((range) => found.kind() === range[0].kind() && found.match(range))
}

function read(address: string): ReturnType<typeof ipaddr.parse> | undefined {
  // `1` and `10.1` are addresses to the parser, names to DNS.
  if (!/^(\d+\.){3}\d+$|:/.test(address)) return undefined
  try {
    return ipaddr.parse(address)
  } catch {
    return undefined
  }
}
