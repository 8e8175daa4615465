import { writeQuoted } from './zone-file/escapes'

const LONGEST_STRING = 255

/** Types whose data holds names, and which of its words they are; the inventory states them without final dots. */
const nameWords: Readonly<Record<string, readonly number[]>> = {
  CNAME: [0],
  NS: [0],
  PTR: [0],
  MX: [1],
  SRV: [3],
  SOA: [0, 1],
  HTTPS: [1],
  SVCB: [1],
}

/** The data of a declared record as a master file has it: names absolute, texts in quoted strings. */
export function declaredData(type: string, stated: string): string {
  if (type === 'TXT' || type === 'SPF') return stated.startsWith('"') ? stated : quotedStrings(stated)
  const places = nameWords[type]
  if (places === undefined) return stated
  return stated
    .trim()
    .split(/\s+/)
    .map((word, index) => (places.includes(index) && !word.endsWith('.') ? `${word}.` : word))
    .join(' ')
}

/** One string holds 255 bytes at most; a longer text is several strings of one record. */
function quotedStrings(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const strings: string[] = []
  for (let start = 0; start === 0 || start < bytes.length; start += LONGEST_STRING) {
    strings.push(writeQuoted(bytes.subarray(start, start + LONGEST_STRING)))
  }
  return strings.join(' ')
}
