/** The four bytes of a dotted quad, or undefined. Leading zeros are refused: some readers take them as octal. */
export function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte <= 255) ? bytes : undefined
}

/** The sixteen bytes of an IPv6 address, or undefined. No zone index, no prefix. */
export function parseIpv6(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const groups = halves.map((half, index) => readGroups(half, index === halves.length - 1))
  const [head, tail] = groups
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (tail === undefined) return head.length === 16 ? head : undefined
  const missing = 16 - head.length - tail.length
  return missing >= 2 ? [...head, ...Array.from({ length: missing }, () => 0), ...tail] : undefined
}

function readGroups(half: string, isLast: boolean): number[] | undefined {
  if (half === '') return []
  const words = half.split(':')
  const bytes: number[] = []
  for (const [index, word] of words.entries()) {
    if (isLast && index === words.length - 1 && word.includes('.')) {
      const quad = parseIpv4(word)
      if (quad === undefined) return undefined
      bytes.push(...quad)
    } else if (/^[0-9a-f]{1,4}$/i.test(word)) {
      const value = Number.parseInt(word, 16)
      bytes.push(value >> 8, value & 0xff)
    } else return undefined
  }
  return bytes
}

/** As RFC 5952 writes it: lower case, the longest run of zeros left out. */
export function formatIpv6(bytes: readonly number[]): string {
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0),
  )
  const run = longestZeroRun(groups)
  const words = groups.map((group) => group.toString(16))
  if (run.length < 2) return words.join(':')
  return `${words.slice(0, run.start).join(':')}::${words.slice(run.start + run.length).join(':')}`
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (let index = 0; index <= groups.length; index++) {
    if (groups[index] === 0) continue
    if (index - start > best.length) best = { start, length: index - start }
    start = index + 1
  }
  return best
}
