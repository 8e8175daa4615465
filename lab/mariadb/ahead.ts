import { type GtidSet, relationOf } from '@/lib/core/runbooks/mariadb/gtid-set'

/** One that does not lead now, beside the primary that wants to. */
export interface Follower {
  readonly serverId: number
  readonly history: GtidSet
  /** False for one that was promoted: a promotion forgets whom it followed. */
  readonly hasSource: boolean
}

/**
 * Whether a follower has what the primary must have before it opens. A primary that comes back as a replica cuts off
 * what it had not committed, though a replica may have acknowledged it and a customer been told. What a follower
 * wrote by itself while it followed is a mistake, and nobody's truth.
 */
export function isAhead({ serverId, history, hasSource }: Follower, primary: GtidSet): boolean {
  const counted = [...history].filter(([key]) => !hasSource || key.split('-')[1] !== String(serverId))
  return relationOf(new Map(counted), primary) !== 'contained'
}
