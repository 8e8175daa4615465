/** The way from the server to this page, as far as this page knows. All instants by this browser's clock. */
export interface Connection {
  readonly phase: 'connecting' | 'open' | 'reconnecting'
  /** When anything last came. Null before the first. */
  readonly lastNewsAtMs: number | null
  readonly isDatabaseAway: boolean
  /** Server time minus this browser's. */
  readonly clockOffsetMs: number
}

export const firstConnection: Connection = {
  phase: 'connecting',
  lastNewsAtMs: null,
  isDatabaseAway: false,
  clockOffsetMs: 0,
}

/** Without a tick for so long nothing on the page may be taken for the present. */
export const staleAfterMs = 6_000

export type Freshness = 'connecting' | 'live' | 'reconnecting' | 'stale' | 'database-away'

/** What the page says of itself at `nowMs`, by this browser's clock. */
export function freshnessAt(connection: Connection, nowMs: number): Freshness {
  const { lastNewsAtMs } = connection
  if (lastNewsAtMs === null) return connection.phase === 'reconnecting' ? 'reconnecting' : 'connecting'
  if (nowMs - lastNewsAtMs > staleAfterMs) return 'stale'
  if (connection.isDatabaseAway) return 'database-away'
  return connection.phase === 'open' ? 'live' : 'reconnecting'
}

/** When to try again after `failures` in a row: doubling from half a second to 15 s, spread by `random` 0 to 1. */
export function reconnectDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(15_000, 500 * 2 ** Math.min(failures, 10))
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
