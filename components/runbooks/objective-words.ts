const minute = 60
const hour = 3_600

/** A recovery objective as people say it: `at once`, `5 min`, `1 h 30 min`. */
export function rtoWords(seconds: number): string {
  return seconds === 0 ? 'at once' : spanOf(seconds)
}

/** How much may be lost: `nothing`, `15 min`. */
export function rpoWords(seconds: number): string {
  return seconds === 0 ? 'nothing' : spanOf(seconds)
}

function spanOf(seconds: number): string {
  if (seconds < minute) return `${seconds} s`
  const hours = Math.floor(seconds / hour)
  const minutes = Math.floor((seconds % hour) / minute)
  return [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : ''].filter(Boolean).join(' ')
}
