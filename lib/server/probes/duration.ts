const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const

/** A duration in its largest fitting unit, for a sentence: `45 s`, `59 min`, `3 h`. */
export function inWords(durationSeconds: number): string {
  for (const [unit, seconds] of units) {
    if (durationSeconds >= seconds) return `${Math.floor(durationSeconds / seconds)} ${unit}`
  }
  return `${Math.floor(durationSeconds)} s`
}
