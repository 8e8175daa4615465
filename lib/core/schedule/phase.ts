import { textHash } from './text-hash'

/**
 * Where inside its interval a probe starts, in milliseconds. It hangs on the slug alone, so that a restart or
 * another worker keeps it, and a fleet is spread evenly over the interval.
 */
export function phaseMsOf(slug: string, intervalMs: number): number {
  return Math.floor((textHash(slug) / 2 ** 32) * intervalMs)
}

/** The first start after `afterMs` on the grid of the phase. Being late once delays no later start. */
export function nextStartMs(afterMs: number, phaseMs: number, intervalMs: number): number {
  const past = afterMs - phaseMs
  return (Math.floor(past / intervalMs) + 1) * intervalMs + phaseMs
}
