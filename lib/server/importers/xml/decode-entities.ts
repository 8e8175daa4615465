const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const GREATEST_CODE = 0x10_ffff

/** The five entities of XML and characters by their number; undefined when there is any other. Nothing nests. */
export function decodeEntities(text: string): string | undefined {
  if (!text.includes('&')) return text
  let isKnown = true
  const decoded = text.replace(/&([^;&\s]{0,12});?/g, (match, name: string) => {
    const value = match.endsWith(';') ? characterOf(name) : undefined
    if (value === undefined) isKnown = false
    return value ?? ''
  })
  return isKnown ? decoded : undefined
}

function characterOf(name: string): string | undefined {
  const hexadecimal = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1]
  const decimal = /^#([0-9]{1,7})$/.exec(name)?.[1]
  if (hexadecimal === undefined && decimal === undefined)
    return Object.hasOwn(named, name) ? named[name] : undefined
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  const isCharacter = code <= GREATEST_CODE && code !== 0 && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}
