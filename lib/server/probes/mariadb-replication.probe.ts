import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { unknownFor, unknownReason } from './dependency'
import { failed, type ProbeFailure } from './failure'
import { judgement, unknownBecause } from './judgement'
import { mariadbAccessFields } from './mariadb/access'
import { parseGtid, transactionsMissing } from './mariadb/gtid'
import { replicaLines } from './mariadb/replica-lines'
import { openReplicationSession, type ReplicationSession } from './mariadb/replication-session'
import { type ReplicaStatus, readBinlogGtid, readServerState, type ServerState } from './mariadb/server-state'
import { describeMariadbError, type MariadbSession, openMariadb } from './mariadb/session'
import { threadFault } from './mariadb/thread-fault'
import { addressSchema } from './settings'
import { beforeDeadline, useHeldSession } from './wire/held-session'
import { withShorterDeadline } from './wire/shorter-deadline'

const settings = z.strictObject({
  ...mariadbAccessFields,
  primary: addressSchema.optional().meta({
    description: 'Where the primary is asked for its position; by default where the replica replicates from.',
  }),
  maxLagSeconds: z.number().min(0).default(30).meta({ description: 'A replica further behind is degraded.' }),
})
type ReplicationSettings = z.infer<typeof settings>

interface ReplicationFacts {
  readonly outcome: 'read'
  readonly replica: ServerState
  /** Position of the primary, read just before the replica's; undefined when the replica has no primary. */
  readonly primary:
    | { readonly outcome: 'read'; readonly gtid: string; readonly gtidAfter: string }
    | ProbeFailure
    | undefined
  readonly lagSeconds: number
  /** The replica has all that was written until so long ago; null when nothing tells. */
  readonly behindAtMostSeconds: number | null
}
type ReplicationMeasurement = ReplicationFacts | ProbeFailure

export const mariadbReplicationProbe = defineProbe<ReplicationSettings, ReplicationMeasurement>({
  kind: 'mariadb-replication',
  title: 'MariaDB replication link and lag',
  settings,
  measure: (asked, context) =>
    useHeldSession({
      context,
      open: () => openReplicationSession(asked, context),
      work: (session) => readReplication(session, asked, context),
      describe: describeMariadbError,
    }),
  judge(measurement, asked) {
    const address = { label: 'Replica', value: `${asked.host}:${asked.port}` }
    if (measurement.outcome === 'failed') return unknownFor('the replica', measurement, [address])
    return judgeReplication(measurement, asked, address)
  },
})

async function readReplication(
  session: ReplicationSession,
  asked: ReplicationSettings,
  context: ProbeContext,
): Promise<ReplicationFacts> {
  const before = await readServerState(session.replica)
  const [status] = before.replicas
  if (!status) return { ...withoutLag, replica: before, primary: undefined }
  const address = asked.primary ?? { host: status.primaryHost, port: status.primaryPort }
  return withShorterDeadline(context, context.timeoutMs / 2, async (shorter) => {
    const primary = await openMariadb({ ...asked, ...address }, shorter)
    if ('outcome' in primary) return { ...withoutLag, replica: before, primary }
    try {
      return await comparePositions(session, primary.value, shorter)
    } finally {
      primary.close()
    }
  })
}

const withoutLag = { outcome: 'read', lagSeconds: 0, behindAtMostSeconds: null } as const

/**
 * The replica is read between two readings of the primary: what the first has and the replica has not is
 * missing, and what the replica has and the second has not is its own.
 */
async function comparePositions(
  session: ReplicationSession,
  primary: MariadbSession,
  context: ProbeContext,
): Promise<ReplicationFacts> {
  // What is written while it answers may be missing in its answer.
  const askedAtMs = context.nowMs()
  const first = await readPosition(primary, context)
  const replica = await readServerState(session.replica)
  const second = await readPosition(primary, context)
  if (first.outcome === 'failed') return { ...withoutLag, replica, primary: first }
  if (second.outcome === 'failed') return { ...withoutLag, replica, primary: second }
  const { history } = session
  history.record(askedAtMs, parseGtid(first.gtid))
  const applied = parseGtid(replica.appliedGtid)
  const behindAtMostSeconds = history.behindAtMostSeconds(askedAtMs, applied)
  const lagSeconds = history.lagSeconds(context.nowMs(), applied)
  const positions = { outcome: 'read', gtid: first.gtid, gtidAfter: second.gtid } as const
  return { outcome: 'read', replica, primary: positions, lagSeconds, behindAtMostSeconds }
}

async function readPosition(
  primary: MariadbSession,
  context: ProbeContext,
): Promise<{ readonly outcome: 'read'; readonly gtid: string } | ProbeFailure> {
  const startedMs = performance.now()
  try {
    return { outcome: 'read', gtid: await beforeDeadline(context, () => readBinlogGtid(primary)) }
  } catch (error) {
    const { stage, code, detail } = describeMariadbError(error)
    return failed(stage, code, performance.now() - startedMs, detail)
  }
}

function judgeReplication(
  facts: ReplicationFacts,
  asked: ReplicationSettings,
  address: EvidenceLine,
): Judgement {
  const { replica, primary } = facts
  const [status] = replica.replicas
  // A replica that was promoted works; what is declared of it no longer holds.
  if (!status && !replica.isReadOnly) {
    return judgement('degraded', 'declared a replica, yet it leads: nothing flows here', {
      evidence: [address],
    })
  }
  if (!status || !primary)
    return judgement('down', 'does not replicate: no primary is set', { evidence: [address] })
  const evidence = [
    address,
    ...replicaLines(status),
    { label: 'Applied', value: replica.appliedGtid || 'nothing' },
  ]
  const fault = threadFault(status)
  if (fault !== undefined) return judgement('down', fault, { evidence })
  if (primary.outcome === 'failed') {
    const why = unknownReason('the primary', primary)
    return unknownBecause(`${why}, so neither is how far the replica is behind`, evidence)
  }
  return judgePositions({ facts, status, primary }, asked, evidence)
}

interface Positions {
  readonly facts: ReplicationFacts
  readonly status: ReplicaStatus
  readonly primary: { readonly gtid: string; readonly gtidAfter: string }
}

function judgePositions(
  { facts, status, primary }: Positions,
  asked: ReplicationSettings,
  lines: readonly EvidenceLine[],
): Judgement {
  const applied = parseGtid(facts.replica.appliedGtid)
  const transactionsBehind = transactionsMissing(parseGtid(primary.gtid), applied)
  const ownTransactions = transactionsMissing(applied, parseGtid(primary.gtidAfter))
  const lagSeconds = lagOf(facts, status, transactionsBehind)
  const evidence = [
    ...lines,
    { label: 'Primary', value: primary.gtid || 'nothing written yet' },
    { label: 'Behind', value: `${transactionsBehind} transactions, ${lagSeconds} s` },
  ]
  const { behindAtMostSeconds } = facts
  const details = {
    evidence,
    figures: { lagSeconds, transactionsBehind },
    ...(behindAtMostSeconds === null ? {} : { kept: behindAtMostSeconds }),
  }
  if (ownTransactions > 0) {
    return judgement(
      'degraded',
      `has ${ownTransactions} transactions that its primary does not have`,
      details,
    )
  }
  if (lagSeconds > asked.maxLagSeconds)
    return judgement('degraded', `${lagSeconds} s behind its primary`, details)
  if (!status.usesGtid) return judgement('degraded', 'replicates by file position, not by GTID', details)
  const reason =
    transactionsBehind === 0 ? 'up to date with its primary' : `${lagSeconds} s behind its primary`
  return judgement('healthy', reason, details)
}

/** The server's own figure counts only upwards: a 0 of it proves nothing. */
function lagOf(facts: ReplicationFacts, status: ReplicaStatus, transactionsBehind: number): number {
  if (transactionsBehind === 0) return 0
  return Math.round(Math.max(facts.lagSeconds, status.secondsBehind ?? 0) * 10) / 10
}
