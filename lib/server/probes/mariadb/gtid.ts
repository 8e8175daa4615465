/** A MariaDB position: the newest sequence number of each replication domain. */
export type GtidPosition = ReadonlyMap<string, bigint>

/** Reads `0-10-4711,1-10-3`. What is no GTID is left out; of two in one domain the later counts. */
export function parseGtid(text: string): GtidPosition {
  const position = new Map<string, bigint>()
  for (const part of text.split(',')) {
    const [, domain, sequence] = /^(\d+)-\d+-(\d+)$/.exec(part.trim()) ?? []
    if (domain === undefined || sequence === undefined) continue
    const before = position.get(domain) ?? -1n
    if (BigInt(sequence) > before) position.set(domain, BigInt(sequence))
  }
  return position
}

/** How many transactions of `target` are missing in `position`, over all domains; never negative. */
export function transactionsMissing(target: GtidPosition, position: GtidPosition): number {
  let missing = 0n
  for (const [domain, sequence] of target) {
    const reached = position.get(domain) ?? 0n
    if (sequence > reached) missing += sequence - reached
  }
  return Number(missing)
}
