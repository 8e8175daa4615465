/**
 * The number that a server reads in words such as `TYPE15` or a covered type `15`: it may begin with a plus sign and
 * with zeros, and vertical tabs and form feeds before it count for nothing. Undefined for all else.
 */
export function looseNumber(text: string, greatest: number): number | undefined {
  if (!/^[\v\f]*\+?[0-9]+$/.test(text)) return undefined
  const value = Number(text)
  return value <= greatest ? value : undefined
}
