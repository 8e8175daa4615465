import type { PreflightCheck } from './action-definition'

/** A check that does not hold, for people: what should, and what was found instead. */
export function unmetWords({ title, outcome, reason }: PreflightCheck): string {
  const how = outcome === 'unknown' ? 'could not be looked at' : 'does not hold'
  return `“${title}” ${how}: ${reason}`
}
