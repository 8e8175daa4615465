const UNIT_SECONDS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 }
const GREATEST = 0xffff_ffff

/** `300`, `1h30m`, `2W`: seconds, or undefined for what is no duration or does not fit in 32 bits. */
export function parseTtl(token: string): number | undefined {
  if (/^[0-9]+$/.test(token)) return withinRange(Number(token))
  if (!/^(?:[0-9]+[wdhms])+$/i.test(token) || token.length > 63) return undefined
  let seconds = 0
  for (const [, count = '', unit = ''] of token.matchAll(/([0-9]+)([a-z])/gi)) {
    if (withinRange(Number(count)) === undefined) return undefined
    seconds += Number(count) * (UNIT_SECONDS[unit.toLowerCase()] ?? 0)
  }
  return withinRange(seconds)
}

function withinRange(seconds: number): number | undefined {
  return seconds <= GREATEST ? seconds : undefined
}
