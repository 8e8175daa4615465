/** How many results are remembered: 21 results have 20 changes between them. */
export const rememberedResults = 21
const changes = rememberedResults - 1
const oldestWeight = 0.75
const newestWeight = 1.25

/** Flapping starts at this share of weighted changes and ends below the lower one, so it cannot flap itself. */
export const flappingStartsAtPercent = 30
export const flappingEndsBelowPercent = 20

export interface Flapping {
  readonly recent: readonly number[]
  readonly flapPercent: number
  readonly isFlapping: boolean
}

/** Remembers `results` (newest last) and says whether the state changes too often to be believed. */
export function nextFlapping(before: Flapping, results: readonly number[]): Flapping {
  const recent = [...before.recent, ...results].slice(-rememberedResults)
  const flapPercent = flapPercentOf(recent)
  const isFlapping =
    flapPercent >= flappingStartsAtPercent || (before.isFlapping && flapPercent >= flappingEndsBelowPercent)
  return { recent, flapPercent, isFlapping }
}

/** Weighted share of changes among the results, 0 to 100. Results not made yet count as unchanged. */
export function flapPercentOf(recent: readonly number[]): number {
  let weight = 0
  for (let age = 0; age < recent.length - 1; age += 1) {
    const newer = recent[recent.length - 1 - age]
    const older = recent[recent.length - 2 - age]
    if (newer !== older) weight += newestWeight - (age * (newestWeight - oldestWeight)) / (changes - 1)
  }
  return (weight * 100) / changes
}
