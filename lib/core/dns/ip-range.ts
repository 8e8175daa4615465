/** An address as a number and its width; null for what is none. */
export interface IpAddress {
  readonly bits: 32 | 128
  readonly value: bigint
}

export function parseIp(text: string): IpAddress | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** Whether the address lies in `104.16.0.0/13` or `2606:4700::/32`; false for what cannot be read. */
export function isInRange(address: string, range: string): boolean {
  const [base = '', length] = range.split('/')
  const ip = parseIp(address)
  const network = parseIp(base)
  if (ip === null || network === null || ip.bits !== network.bits) return false
  const prefix = length === undefined ? network.bits : Number(length)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > network.bits) return false
  const shift = BigInt(network.bits - prefix)
  return ip.value >> shift === network.value >> shift
}

function parseIpv4(text: string): IpAddress | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0n
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null
    value = value * 256n + BigInt(part)
  }
  return { bits: 32, value }
}

/** RFC 4291, section 2.2, without a zone and without an embedded IPv4 address. */
function parseIpv6(text: string): IpAddress | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const groups = tail === undefined ? head : [...head, ...Array<string>(missing).fill('0'), ...tail]
  let value = 0n
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return null
    value = value * 65_536n + BigInt(Number.parseInt(group, 16))
  }
  return { bits: 128, value }
}
