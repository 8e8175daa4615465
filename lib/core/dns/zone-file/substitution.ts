import { countGroups } from './posix-pattern'

const MOST_PARTS = 3

/**
 * Whether bytes are a substitution such as `!^.*$!sip:info@example.org!i`, or none at all: a pattern, what takes its
 * place, and flags, between delimiters (RFC 3402, section 3.2).
 */
export function isSubstitution(bytes: readonly number[]): boolean {
  if (bytes.length === 0) return true
  const [delimiter = '', ...characters] = bytes.map((byte) => String.fromCharCode(byte))
  if (/[0-9\\i\0]/.test(delimiter)) return false
  const [pattern = '', replacement = '', flags, ...more] = partsOf(characters, delimiter)
  if (flags === undefined || more.length > 0 || !/^i*$/.test(flags) || bytes.includes(0)) return false
  const groups = countGroups(pattern)
  return groups !== undefined && refersWithin(replacement, groups)
}

/** Behind a backslash the delimiter is a character as any other, but in the flags nothing is escaped. */
function partsOf(characters: readonly string[], delimiter: string): readonly string[] {
  const parts = ['']
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    const isEscape = character === '\\' && parts.length < MOST_PARTS
    if (character === delimiter) parts.push('')
    else parts[parts.length - 1] += isEscape ? character + (characters[++at] ?? '') : character
  }
  return parts
}

/** `\1` to `\9` are groups of the pattern; there is no `\0`. */
function refersWithin(replacement: string, groups: number): boolean {
  return [...replacement.matchAll(/\\(.?)/gs)].every(
    ([, escaped = '']) =>
      escaped !== '' && (!/[0-9]/.test(escaped) || (escaped !== '0' && Number(escaped) <= groups)),
  )
}
