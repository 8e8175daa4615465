import { availableParallelism } from 'node:os'
import { type ConnectScanOptions, connectScan, MOST_AT_ONCE, type PortScan } from './connect-scan'
import type { PortPair } from './port-pair'
import { ScanThread } from './scan-threads'

/** Fewer are asked sooner than a thread is started. */
const WORTH_SHARING = 2_000
const MOST_THREADS = 4

const threads = Array.from({ length: Math.min(availableParallelism(), MOST_THREADS) }, () => new ScanThread())

/**
 * As `connectScan`, which see. Thousands of pairs are shared among threads, each host whole, so that every core asks
 * and this one goes on with its other work meanwhile.
 */
export async function portScan(
  pairs: readonly PortPair[],
  { signal, mostAtOnce = MOST_AT_ONCE, ...others }: ConnectScanOptions,
): Promise<PortScan> {
  const shares = pairs.length < WORTH_SHARING ? [] : sharesOf(pairs, threads.length)
  if (shares.length < 2) return connectScan(pairs, { signal, mostAtOnce, ...others })
  const limits = { ...others, mostAtOnce: Math.ceil(mostAtOnce / shares.length) }
  const scans = await Promise.all(shares.map((share, index) => threads[index]?.scan(share, limits, signal)))
  return {
    sightings: scans.flatMap((scan) => scan?.sightings ?? []),
    undecided: scans.flatMap((scan) => scan?.undecided ?? []),
  }
}

/** Hosts in turn to one share after the other: no host is asked by two threads, which would not know of each other. */
function sharesOf(pairs: readonly PortPair[], count: number): readonly (readonly PortPair[])[] {
  const shareOf = new Map<string, number>()
  const shares: PortPair[][] = []
  for (const pair of pairs) {
    const index = shareOf.get(pair.address) ?? shareOf.size % count
    shareOf.set(pair.address, index)
    const share = shares[index] ?? []
    shares[index] = share
    share.push(pair)
  }
  return shares
}
