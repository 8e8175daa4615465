const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A running clock for outages: `00:42`, `12:05`, `3:02:10`, `2 d 4 h` from two days on. Never negative. */
export function clockWords(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms >= 2 * day) return `${Math.floor(ms / day)} d ${Math.floor((ms % day) / hour)} h`
  const hours = Math.floor(ms / hour)
  const minutes = pad(Math.floor((ms % hour) / minute))
  const seconds = pad(Math.floor((ms % minute) / second))
  return hours > 0 ? `${hours}:${minutes}:${seconds}` : `${minutes}:${seconds}`
}

/** One unit, rounded down: `4 s`, `3 min`, `2 h`, `9 d`. Never negative. */
export function spanWords(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < minute) return `${Math.floor(ms / second)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min`
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`
  return `${Math.floor(ms / day)} d`
}

/** The same for ears, spelled out: `42 seconds`, `1 minute`. */
export function spokenSpan(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < minute) return counted(Math.floor(ms / second), 'second')
  if (ms < hour) return counted(Math.floor(ms / minute), 'minute')
  if (ms < 2 * day) return counted(Math.floor(ms / hour), 'hour')
  return counted(Math.floor(ms / day), 'day')
}

/** `1 node`, `3 nodes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
