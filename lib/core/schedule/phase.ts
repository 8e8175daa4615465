import { textHash } from './text-hash'

/** Starts fall on multiples of this: a process that wakes for several probes at once spends less on each. */
const stepMs = 50

/**
 * Where inside its interval a probe starts, in milliseconds. It hangs on the slug alone, so that a restart or
 * another worker keeps it, and a fleet is spread evenly over the interval, in steps of 50 ms.
 */
export function phaseMsOf(slug: string, intervalMs: number): number {
  const phaseMs = (textHash(slug) / 2 ** 32) * intervalMs
  return Math.floor(phaseMs / stepMs) * stepMs
}

/** The first start after `afterMs` on the grid of the phase. Being late once delays no later start. */
export function nextStartMs(afterMs: number, phaseMs: number, intervalMs: number): number {
  const past = afterMs - phaseMs
  return (Math.floor(past / intervalMs) + 1) * intervalMs + phaseMs
}
