import {
  formatGtidSet,
  ownTransactions,
  parseGtidSet,
  relationOf,
  transactionsAhead,
  unionOf,
} from './gtid-set'
import type { AskedServer, ReplicaFacts } from './replica-facts'

/** One server looked at for promotion, with what speaks for or against it. */
export interface Candidate {
  readonly node: string
  readonly verdict: 'fit' | 'refused'
  /** Why, for people: the best reason first. */
  readonly reasons: readonly string[]
  readonly received: string
  /** Received and not applied yet. */
  readonly unapplied: number
  /** What the most advanced fit replica has received and this one has not. */
  readonly behindBest: number
}

export interface Ranking {
  /** Fit ones first, the chosen first among them. */
  readonly candidates: readonly Candidate[]
  readonly chosen: string | null
  /** A fit replica that has received more than the chosen one: it must hand that over before. */
  readonly catchUpFrom: string | null
  /** Why nobody was chosen. */
  readonly reason: string
}

/**
 * Who should lead. Nobody is chosen who would lose what he received, or who went a way of his own. `preference`
 * lists nodes, wanted first: it decides among the fit, since what one lacks another can hand over.
 */
export function rankCandidates(servers: readonly AskedServer[], preference: readonly string[]): Ranking {
  const replicas = servers.flatMap((server) => (server.state === 'replica' ? [server.facts] : []))
  const fit = replicas.filter((replica) => refusalOf(replica, replicas) === null)
  const best = fit.toSorted(furthestFirst)[0]
  const rank = (node: string) => (preference.includes(node) ? preference.indexOf(node) : preference.length)
  const chosen = fit.toSorted(
    (one, other) => rank(one.node) - rank(other.node) || furthestFirst(one, other),
  )[0]
  const candidates = servers
    .map((server) => candidateOf(server, { replicas, best, chosen, preference }))
    .toSorted(
      (one, other) =>
        order(one, chosen?.node) - order(other, chosen?.node) || rank(one.node) - rank(other.node),
    )
  const isBehind = best !== undefined && chosen !== undefined && aheadOf(best, chosen) > 0
  return {
    candidates,
    chosen: chosen?.node ?? null,
    catchUpFrom: isBehind ? best.node : null,
    reason: chosen
      ? ''
      : `no replica is fit to lead: ${candidates.map(({ node, reasons }) => `${node} ${reasons[0]}`).join('; ')}`,
  }
}

/** Why a replica must not lead; null when nothing speaks against it. */
export function refusalOf(replica: ReplicaFacts, all: readonly ReplicaFacts[]): string | null {
  if (!replica.usesGtid) return 'replicates by file position, not by GTID'
  if (!replica.logsReplicated) return 'does not log what it replicates: nobody could follow it'
  if (replica.sqlError) return `cannot apply what it received: ${replica.sqlError}`
  const own = ownTransactions({
    serverId: replica.serverId,
    written: parseGtidSet(replica.written),
    replicated: unionOf(parseGtidSet(replica.applied), parseGtidSet(replica.received)),
  })
  if (own.size > 0) return `has transactions of its own that no other server has: ${formatGtidSet(own)}`
  const apart = all.find((other) => other !== replica && isApart(replica, other))
  if (apart) return `has gone another way than ${apart.node}: ${replica.received} against ${apart.received}`
  return null
}

/** Two that went different ways: neither has what the other received, and no waiting heals it. */
function isApart(one: ReplicaFacts, other: ReplicaFacts): boolean {
  return (
    relationOf(parseGtidSet(one.received), everythingOf(other)) === 'diverged' &&
    relationOf(parseGtidSet(other.received), everythingOf(one)) !== 'contained'
  )
}

/** All that a replica has or can still apply. */
function everythingOf(replica: ReplicaFacts) {
  return unionOf(...[replica.history, replica.applied, replica.received].map(parseGtidSet))
}

function furthestFirst(one: ReplicaFacts, other: ReplicaFacts): number {
  return aheadOf(other, one) - aheadOf(one, other)
}

function aheadOf(one: ReplicaFacts, other: ReplicaFacts): number {
  return transactionsAhead(parseGtidSet(one.received), parseGtidSet(other.received))
}

interface Field {
  readonly replicas: readonly ReplicaFacts[]
  readonly best: ReplicaFacts | undefined
  readonly chosen: ReplicaFacts | undefined
  readonly preference: readonly string[]
}

/** Its name stands before each reason already. */
function withoutName({ node, reason }: { readonly node: string; readonly reason: string }): string {
  return reason.startsWith(`${node} `) ? reason.slice(node.length + 1) : reason
}

function candidateOf(server: AskedServer, field: Field): Candidate {
  const none = { received: '', unapplied: 0, behindBest: 0, verdict: 'refused' } as const
  if (server.state === 'silent') return { ...none, node: server.node, reasons: [withoutName(server)] }
  if (server.state === 'primary') return { ...none, node: server.node, reasons: ['is no replica'] }
  const { facts } = server
  const unapplied = transactionsAhead(parseGtidSet(facts.received), parseGtidSet(facts.applied))
  const refusal = refusalOf(facts, field.replicas)
  const behindBest = field.best ? aheadOf(field.best, facts) : 0
  const place = { node: facts.node, received: facts.received, unapplied, behindBest }
  if (refusal !== null) return { ...place, verdict: 'refused', reasons: [refusal] }
  const isPreferred = field.preference[0] === facts.node
  return {
    ...place,
    verdict: 'fit',
    reasons: [
      behindBest === 0
        ? 'has received as much as any other'
        : `lacks ${behindBest} transactions that ${field.best?.node} has and can hand over`,
      ...(isPreferred ? ['is the preferred one'] : []),
      unapplied === 0 ? 'has applied all that it received' : `has ${unapplied} transactions still to apply`,
    ],
  }
}

function order(candidate: Candidate, chosen: string | undefined): number {
  if (candidate.node === chosen) return 0
  return candidate.verdict === 'fit' ? 1 : 2
}
