import { systemClock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import type { Log } from '@/lib/server/log'
import { EventHub } from './event-hub'
import { LiveTopology } from './live-topology'

/** What all event streams of one web process share. */
export interface Live {
  readonly hub: EventHub
  readonly topology: LiveTopology
}

const shared = globalThis as typeof globalThis & { switchyardLive?: Live }

/**
 * The one event hub and live topology of this process, started at the first call. Kept on globalThis: each
 * bundle instantiates its modules anew, and each would listen for itself.
 */
export function sharedLive(options: { database: Database; url: string; log: Log }): Live {
  shared.switchyardLive ??= startLive(options)
  return shared.switchyardLive
}

function startLive({ database, url, log }: { database: Database; url: string; log: Log }): Live {
  const hub = new EventHub({ database, url, log })
  hub.start()
  return { hub, topology: new LiveTopology({ database, hub, clock: systemClock, log }) }
}
