import type { ParameterChoice } from '../parameter-choices'

/** A server of the cluster, as far as a planned switchover has to know it. */
export interface SwitchoverServer {
  readonly node: string
  /** Follows the present leader, by GTID, with both threads, closed. */
  readonly isFollowing: boolean
  /** Transactions of the leader that it has not applied. */
  readonly behind: number
  readonly promotion: 'preferred' | 'allowed' | 'never'
  /** Why it could not be asked; null when it answered. */
  readonly silence: string | null
}

/** Under way at any moment while customers write: no reason to prefer another. */
const UNDER_WAY = 100
const order = ['preferred', 'allowed', 'never'] as const

/** Who could take the lead over, the best first; the one that leads last, for it is no choice. */
export function switchoverChoices(
  leader: string,
  servers: readonly SwitchoverServer[],
  maxBehind: number,
): readonly ParameterChoice[] {
  const judged = servers
    .filter(({ node }) => node !== leader)
    .map((server) => ({ server, refusal: refusalOf(server, leader, maxBehind) }))
  const rank = ({ server, refusal }: (typeof judged)[number]) => [
    refusal === null ? 0 : 1,
    server.behind > UNDER_WAY ? 1 : 0,
    order.indexOf(server.promotion),
    server.behind,
  ]
  const ranked = judged.toSorted((one, other) => compare(rank(one), rank(other)))
  return [
    ...ranked.map(({ server, refusal }): ParameterChoice => {
      if (refusal !== null) return { value: server.node, verdict: 'unfit', reason: refusal }
      const preferred = server.promotion === 'preferred' ? ', the preferred one' : ''
      return { value: server.node, verdict: 'fit', reason: `${lagWords(server.behind)}${preferred}` }
    }),
    { value: leader, verdict: 'already', reason: 'it leads already' },
  ]
}

function refusalOf(server: SwitchoverServer, leader: string, maxBehind: number): string | null {
  if (server.silence !== null) return `cannot be asked: ${server.silence}`
  if (server.promotion === 'never') return 'is declared never to lead'
  if (!server.isFollowing) return `does not follow ${leader}`
  return server.behind > maxBehind ? lagWords(server.behind) : null
}

function lagWords(behind: number): string {
  return behind === 0 ? 'up to date' : `${behind} transactions behind`
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
