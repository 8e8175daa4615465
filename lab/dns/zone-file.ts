import type { ZoneRecord } from '@/lab/dns/records'

export const ZONE = 'askproai.de'
export const NAME_SERVERS = ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'] as const

const HOST_NAME_TYPES = new Set(['CNAME', 'MX'])
const LONGEST_STRING = 255

/** The zone as a master file (RFC 1035, section 5), every name written out. */
export function zoneFile(records: readonly ZoneRecord[], serial: number): string {
  const [primary] = NAME_SERVERS
  const lines = [
    '$TTL 300',
    `${ZONE}. 3600 IN SOA ${primary}. dns.cloudflare.com. ${serial} 10000 2400 604800 300`,
    ...NAME_SERVERS.map((name) => `${ZONE}. 86400 IN NS ${name}.`),
    ...records.map((record) => `${record.name}. IN ${record.type} ${recordData(record)}`),
  ]
  return `${lines.join('\n')}\n`
}

function recordData({ type, content, priority }: ZoneRecord): string {
  if (type === 'TXT') return textStrings(content)
  const data = HOST_NAME_TYPES.has(type) ? `${content}.` : content
  return priority === undefined ? data : `${priority} ${data}`
}

/** One string holds 255 bytes at most; longer texts are several strings of one record. */
function textStrings(text: string): string {
  const parts: string[] = []
  for (let start = 0; start < text.length; start += LONGEST_STRING) {
    parts.push(JSON.stringify(text.slice(start, start + LONGEST_STRING)))
  }
  return parts.join(' ')
}
