import { setTimeout as delay } from 'node:timers/promises'

/** Waits between two looks at a real system; rejects when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal })
}
