/** Nobody mistypes a longer one, and comparing takes a time that grows with the square of it. */
const LONGEST_NAME = 100

/** The candidate closest to a mistyped name, or undefined when none is close enough to be meant. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST_NAME) return undefined
  const furthest = Math.max(1, Math.floor(name.length / 3))
  let best: { name: string; distance: number } | undefined
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > furthest) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= furthest && distance < (best?.distance ?? Infinity)) best = { name: candidate, distance }
  }
  return best?.name
}

/** A sentence that helps whoever mistyped a name: the nearest one, or a few of those that exist. */
export function suggestName(name: string, candidates: Iterable<string>): string {
  const all = [...candidates]
  const nearest = nearestName(name, all)
  if (nearest !== undefined) return `Did you mean ${nearest}?`
  if (all.length === 0) return 'None is declared.'
  const shown = all.slice(0, 12).join(', ')
  return all.length > 12 ? `Known are ${shown} and ${all.length - 12} more.` : `Known are ${shown}.`
}

/** Letters to add, drop or change to get from one word to the other; two swapped neighbours count once. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1]
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return last[right.length] ?? 0
}
