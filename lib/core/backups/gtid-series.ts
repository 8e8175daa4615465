/** Follows the transactions of a binary log as they pass, and finds those that are missing. */
export interface GtidSeries {
  readonly count: number
  /** Position by domain after what has passed, as MariaDB writes it. */
  readonly position: string
  /** The first transaction that is not the successor of the one before; null when none is missing. */
  readonly gap: string | null
}

export function beginSeries(position: string): GtidSeries {
  return { count: 0, position, gap: null }
}

/** `gtid` is `domain-server-sequence`. In one domain each transaction follows the one before. */
export function nextInSeries(series: GtidSeries, gtid: string): GtidSeries {
  const [domain = '', , sequence = ''] = gtid.split('-')
  const positions = series.position.split(',').filter((each) => each !== '')
  const before = positions.find((each) => each.startsWith(`${domain}-`))
  const last = before === undefined ? 0 : Number(before.split('-')[2])
  const follows = Number(sequence) === last + 1
  const others = positions.filter((each) => each !== before)
  return {
    count: series.count + 1,
    position: [...others, gtid].sort().join(','),
    gap: series.gap ?? (follows ? null : `${gtid} does not follow ${before ?? 'the beginning'}`),
  }
}

/** Why what begins after `start` does not lead on from `position`; null when it does. */
export function seriesGap(position: string, start: string): string | null {
  const missing = start.split(',').find((gtid) => {
    const [domain = '', , sequence = ''] = gtid.trim().split('-')
    return gtid !== '' && sequenceIn(position, domain) < Number(sequence)
  })
  if (missing === undefined) return null
  return `they begin after ${missing.trim()}, the dump ends at ${position || 'the beginning'}: what lies between is missing`
}

/** Highest sequence number of a domain in a position; 0 when the domain is not there. */
export function sequenceIn(position: string, domain = '0'): number {
  const own = position.split(',').find((gtid) => gtid.trim().startsWith(`${domain}-`))
  return Number(own?.split('-')[2] ?? 0)
}
