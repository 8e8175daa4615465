import type { FindingInput } from './rule-definition'

const DAY_MS = 86_400_000

/** Whole and part days since a date; negative for one still to come, and below every limit where there is none. */
export function daysSince(input: FindingInput, date: string | undefined): number {
  return date === undefined ? Number.NEGATIVE_INFINITY : (input.nowMs - Date.parse(date)) / DAY_MS
}

export function daysUntil(input: FindingInput, date: string): number {
  return -daysSince(input, date)
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}
