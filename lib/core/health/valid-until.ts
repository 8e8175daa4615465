import type { ProbePolicy } from './health-state'

/** Until when an observation that finished at `finishedAtMs` may be believed, in epoch milliseconds. */
export function validUntilMs(finishedAtMs: number, policy: ProbePolicy): number {
  const shelfLifeSeconds = 2 * policy.intervalSeconds + policy.timeoutSeconds + policy.graceSeconds
  return finishedAtMs + Math.round(shelfLifeSeconds * 1000)
}
