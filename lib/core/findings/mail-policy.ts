/** `v=DMARC1; p=none` → its tags, by RFC 9989: unknown ones are kept, order means nothing. */
export function parseTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part) => [
        part.slice(0, part.indexOf('=')).trim().toLowerCase(),
        part.slice(part.indexOf('=') + 1).trim(),
      ]),
  )
}

export function isDmarc(text: string): boolean {
  return /^\s*v\s*=\s*DMARC1\s*(;|$)/i.test(text)
}
