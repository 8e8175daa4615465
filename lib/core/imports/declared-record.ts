import { labelsOf } from '@/lib/core/dns/zone-file/domain-name'
import type { ZoneRecord } from '@/lib/core/dns/zone-file/zone-record'

/** Types whose data ends in a name, which the inventory states without its final dot. */
const nameTypes = new Set(['CNAME', 'NS', 'PTR', 'MX', 'SRV'])

/** The data of a record as the inventory states it: names without final dots, texts without quotes. */
export function statedData({ type, data }: Pick<ZoneRecord, 'type' | 'data'>): string {
  if (type === 'TXT' || type === 'SPF') return plainText(data) ?? data
  if (type === 'SOA') return data.split(' ').map(withoutDot).join(' ')
  return nameTypes.has(type) ? withoutDot(data) : data
}

/** The name of a record as the inventory states it: relative to the zone, which is `@`. */
export function statedName(name: string, zone: string): string {
  if (name.toLowerCase() === zone.toLowerCase()) return '@'
  const own = labelsOf(name).length - labelsOf(zone).length
  return labelsOf(name).slice(0, own).join('.')
}

/** A text of printable characters, its strings joined; undefined for any other, which keeps its quotes. */
function plainText(data: string): string | undefined {
  const strings = [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '')
  const text = strings.join('')
  if (/\\[0-9]/.test(text)) return undefined
  return text.replace(/\\(.)/g, '$1')
}

/** The root, a dot alone, keeps it. */
function withoutDot(word: string): string {
  return /[^\s]\.$/.test(word) ? word.slice(0, -1) : word
}
