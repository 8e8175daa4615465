/**
 * Newest sequence number by replication domain AND server, `0-10` → 4711n. A position has one entry a domain;
 * a history (`gtid_binlog_state`) has one for each server that ever wrote in it.
 */
export type GtidSet = ReadonlyMap<string, bigint>

/**
 * How a position stands to a history. `behind`: not reached yet, which may come. `diverged`: the history went
 * past it by another way, which no waiting heals. The server's own MASTER_GTID_WAIT cannot tell the two apart.
 */
export type GtidRelation = 'contained' | 'behind' | 'diverged'

/** Reads `0-10-4711,0-11-4712`; of two by one server in one domain the later counts. Throws for what is no GTID. */
export function parseGtidSet(text: string): GtidSet {
  const set = new Map<string, bigint>()
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const [, domain, server, sequence] = /^(\d+)-(\d+)-(\d+)$/.exec(part) ?? []
    if (domain === undefined || server === undefined || sequence === undefined)
      throw new RangeError(`not a GTID: ${part}`)
    const key = `${domain}-${server}`
    const before = set.get(key) ?? -1n
    if (BigInt(sequence) > before) set.set(key, BigInt(sequence))
  }
  return set
}

export function formatGtidSet(set: GtidSet): string {
  return [...set].map(([key, sequence]) => `${key}-${sequence}`).join(',')
}

/** What any of the sets has. */
export function unionOf(...sets: readonly GtidSet[]): GtidSet {
  const union = new Map<string, bigint>()
  for (const [key, sequence] of sets.flatMap((set) => [...set])) {
    if (sequence > (union.get(key) ?? -1n)) union.set(key, sequence)
  }
  return union
}

/** The worst of its domains counts: one that diverged is never made good by another that is merely behind. */
export function relationOf(position: GtidSet, history: GtidSet): GtidRelation {
  let isBehind = false
  for (const [key, sequence] of position) {
    if ((history.get(key) ?? -1n) >= sequence) continue
    if (newestSequence(history, domainOf(key)) >= sequence) return 'diverged'
    isBehind = true
  }
  return isBehind ? 'behind' : 'contained'
}

/** Transactions of `ahead` that `behind` has not, counted by domain; never negative. */
export function transactionsAhead(ahead: GtidSet, behind: GtidSet): number {
  let count = 0n
  for (const domain of new Set([...ahead.keys()].map(domainOf))) {
    const gap = newestSequence(ahead, domain) - maximum(newestSequence(behind, domain), 0n)
    if (gap > 0n) count += gap
  }
  return Number(count)
}

/**
 * What a server wrote by itself on top of what replication brought it. A replica that did so has drifted apart
 * from its primary, though its threads may still run.
 */
export function ownTransactions(server: {
  readonly serverId: string
  readonly written: GtidSet
  readonly replicated: GtidSet
}): GtidSet {
  const own = new Map<string, bigint>()
  for (const [key, sequence] of server.written) {
    const isOwn = key.split('-')[1] === server.serverId
    if (isOwn && sequence > newestSequence(server.replicated, domainOf(key))) own.set(key, sequence)
  }
  return own
}

function newestSequence(set: GtidSet, domain: string): bigint {
  let newest = -1n
  for (const [key, sequence] of set) if (domainOf(key) === domain) newest = maximum(newest, sequence)
  return newest
}

function maximum(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}

function domainOf(key: string): string {
  return key.slice(0, key.indexOf('-'))
}
