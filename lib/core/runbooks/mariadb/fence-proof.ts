import type { EvidenceLine } from '@/lib/core/health/health-state'

/** By what a server can be kept from taking writes, in the order in which they are tried. */
export const fenceWays = ['sql', 'host', 'network'] as const
export type FenceWay = (typeof fenceWays)[number]

/** What was read back after one way was tried. */
export type FenceAttempt =
  | {
      readonly way: 'sql'
      /** Null when the server could not be asked. */
      readonly seen: {
        readonly isReadOnly: boolean
        readonly openWriters: number
        /** The end of its binary log, read twice with a pause in between. */
        readonly positions: readonly [string, string]
      } | null
      readonly reason: string
    }
  | {
      readonly way: 'host'
      readonly seen: { readonly isStopped: boolean; readonly isPortClosed: boolean } | null
      readonly reason: string
    }
  | {
      readonly way: 'network'
      /** Every host of the application, and whether it read back that it is cut off from the server. */
      readonly seen:
        | readonly { readonly node: string; readonly isCutOff: boolean; readonly reason: string }[]
        | null
      readonly reason: string
    }

export interface FenceVerdict {
  readonly isProven: boolean
  readonly way: FenceWay | null
  readonly reason: string
  readonly evidence: readonly EvidenceLine[]
}

/**
 * Whether what was read back proves that the old primary takes no write any more. That it does not answer proves
 * nothing: it may be alive behind a broken network, and come back.
 */
export function judgeFence(attempts: readonly FenceAttempt[]): FenceVerdict {
  const judged = attempts.map((attempt) => ({ way: attempt.way, ...judgeAttempt(attempt) }))
  const proof = judged.find(({ isProven }) => isProven)
  const evidence = judged.map(({ way, reason }) => ({ label: wayTitles[way], value: reason }))
  if (proof) return { isProven: true, way: proof.way, reason: proof.reason, evidence }
  const reasons = judged.map(({ way, reason }) => `${wayTitles[way]}: ${reason}`).join('; ')
  return {
    isProven: false,
    way: null,
    reason: `no way proved it fenced: ${reasons || 'none was tried'}`,
    evidence,
  }
}

const wayTitles: Readonly<Record<FenceWay, string>> = {
  sql: 'By SQL',
  host: 'By its host',
  network: 'By the network',
}

interface Judged {
  readonly isProven: boolean
  readonly reason: string
}

function judgeAttempt(attempt: FenceAttempt): Judged {
  if (attempt.seen === null) return { isProven: false, reason: attempt.reason }
  switch (attempt.way) {
    case 'sql':
      return judgeSql(attempt.seen)
    case 'host':
      return judgeHost(attempt.seen)
    case 'network':
      return judgeNetwork(attempt.seen)
  }
}

function judgeSql({
  isReadOnly,
  openWriters,
  positions,
}: NonNullable<Extract<FenceAttempt, { way: 'sql' }>['seen']>): Judged {
  if (!isReadOnly) return { isProven: false, reason: 'it is not read only' }
  if (openWriters > 0)
    return { isProven: false, reason: `${openWriters} connections from before are still open` }
  if (positions[0] !== positions[1]) {
    return { isProven: false, reason: `somebody still writes: ${positions[0]} became ${positions[1]}` }
  }
  return {
    isProven: true,
    reason: `read only, its writers killed, its binary log at rest at ${positions[0] || 'nothing'}`,
  }
}

function judgeHost({
  isStopped,
  isPortClosed,
}: {
  readonly isStopped: boolean
  readonly isPortClosed: boolean
}): Judged {
  if (!isStopped) return { isProven: false, reason: 'its host did not confirm that the server is stopped' }
  if (!isPortClosed) return { isProven: false, reason: 'its host says stopped, yet its port still answers' }
  return { isProven: true, reason: 'its host confirms that the server is stopped, and its port is closed' }
}

function judgeNetwork(
  hosts: readonly { readonly node: string; readonly isCutOff: boolean; readonly reason: string }[],
): Judged {
  const open = hosts.filter(({ isCutOff }) => !isCutOff)
  if (hosts.length === 0) return { isProven: false, reason: 'no host of the application is known' }
  if (open.length > 0) {
    return {
      isProven: false,
      reason: `not cut off: ${open.map(({ node, reason }) => `${node} (${reason})`).join(', ')}`,
    }
  }
  return {
    isProven: true,
    reason: `${hosts.length} hosts of the application read back that they no longer reach it`,
  }
}
