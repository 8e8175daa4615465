import { parseIp } from './ip-range'

const PLACEHOLDER = /\b(?:xxx|yyy|zzz)\b|\.{3}/

/** Two values are the same when this is: names have no case and no final dot, an address one spelling. */
export function comparableValue(type: string, value: string): string {
  switch (type) {
    case 'TXT':
    case 'SPF':
      return value.replace(/^"(.*)"$/s, '$1').replaceAll('" "', '')
    case 'CAA': {
      const [flags = '', tag = '', ...rest] = value.split(/\s+/)
      return `${flags} ${tag.toLowerCase()} ${rest.join(' ').replaceAll('"', '')}`
    }
    case 'A':
    case 'AAAA': {
      const address = parseIp(value)
      return address === null ? value : `${address.bits}:${address.value}`
    }
    default:
      return value.toLowerCase().replace(/\.(?=\s|$)/g, '')
  }
}

/** What was stated leaves a part open: `104.26.10.xxx`, `rua=mailto:...`. */
export function hasPlaceholder(stated: string): boolean {
  return PLACEHOLDER.test(stated)
}

/** Whether a value can be what a statement with a placeholder means: it is the same up to the open part. */
export function fitsPlaceholder(stated: string, value: string): boolean {
  const open = stated.search(PLACEHOLDER)
  return open >= 0 && value.toLowerCase().startsWith(stated.slice(0, open).toLowerCase())
}
