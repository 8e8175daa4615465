import { isIPv6 } from 'node:net'
import type { Answer } from 'dns-packet'

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'CAA', 'SRV'] as const

/** The value of a record as a zone file writes it, without final dots. */
export function valueOfRecord(answer: Answer): string {
  if (answer.type === 'TXT') return textOf(answer.data)
  if (answer.type === 'MX') return `${answer.data.preference ?? 0} ${answer.data.exchange}`
  if (answer.type === 'CAA') return `${answer.data.flags ?? 0} ${answer.data.tag} "${answer.data.value}"`
  if (answer.type === 'SRV') {
    return `${answer.data.priority ?? 0} ${answer.data.weight ?? 0} ${answer.data.port} ${answer.data.target}`
  }
  if (answer.type === 'SOA') {
    const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data
    return [mname, rname, serial, refresh, retry, expire, minimum].map((part) => part ?? 0).join(' ')
  }
  if (answer.type === 'DNSKEY') {
    return `${answer.data.flags} 3 ${answer.data.algorithm} ${answer.data.key.toString('base64')}`
  }
  if (answer.type === 'DS') {
    const { keyTag, algorithm, digestType, digest } = answer.data
    return `${keyTag} ${algorithm} ${digestType} ${digest.toString('hex')}`
  }
  return 'data' in answer && typeof answer.data === 'string' ? answer.data : ''
}

/** A long text comes in pieces that belong together. */
function textOf(data: string | Buffer | readonly (string | Buffer)[]): string {
  const pieces = typeof data === 'string' || Buffer.isBuffer(data) ? [data] : data
  return pieces.map((piece) => piece.toString()).join('')
}

/** Two values are the same when this is: names have no case and no final dot, an IPv6 address one spelling. */
export function canonicalValue(type: (typeof recordTypes)[number], value: string): string {
  if (type === 'TXT' || type === 'CAA') return value
  if (type === 'AAAA' && isIPv6(value)) return new URL(`http://[${value}]`).hostname
  return value.toLowerCase().replace(/\.$/, '')
}
