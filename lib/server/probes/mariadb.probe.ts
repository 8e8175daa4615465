import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { failureReason, judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement, unknownBecause } from './judgement'
import { mariadbAccessFields } from './mariadb/access'
import { type AccountSessions, accountSessionsFact, readAccountSessions } from './mariadb/account-sessions'
import { replicaLines } from './mariadb/replica-lines'
import { readServerState, type ServerState } from './mariadb/server-state'
import { describeMariadbError, isAccountFault, openMariadb } from './mariadb/session'
import { readSessionTls, type SessionTls, sessionTlsFact, unansweredTls } from './mariadb/session-tls'
import { threadFault } from './mariadb/thread-fault'
import { portFactOf } from './port-sweep/port-word'
import { unaskedEncryption } from './unasked-encryption'
import { useHeldSession } from './wire/held-session'

/** From this share of the connections on, people should know before the last is taken. */
const CROWDED_SHARE = 0.9

const settings = z.strictObject({
  ...mariadbAccessFields,
  role: z
    .enum(['primary', 'replica'])
    .meta({ description: 'A primary must take writes, a replica must not.' }),
  application: z
    .string()
    .regex(/^[\w.-]+$/)
    .optional()
    .meta({ description: 'Account of the application: whether its sessions are encrypted is observed.' }),
})
type MariadbSettings = z.infer<typeof settings>

type MariadbMeasurement =
  | (ServerState & {
      readonly answerMs: number
      readonly tls: SessionTls | null
      /** Of the application; undefined where its account is not named. */
      readonly sessions?: AccountSessions | undefined
    })
  | ProbeFailure

/** The server itself, by its role. How far a replica is behind tells of the link: `mariadb-replication`. */
export const mariadbProbe = defineProbe<MariadbSettings, MariadbMeasurement>({
  kind: 'mariadb',
  title: 'MariaDB role and replication threads',
  settings,
  measure: (access, context) =>
    useHeldSession({
      context,
      open: () => openMariadb(access, context),
      async work(session) {
        const startedMs = performance.now()
        const state = await readServerState(session)
        const answerMs = performance.now() - startedMs
        const { application } = access
        const sessions =
          application === undefined
            ? undefined
            : await readAccountSessions(session, application, context.nowMs())
        return { ...state, answerMs, tls: await readSessionTls(session), sessions }
      },
      describe: describeMariadbError,
    }),
  judge(measurement, asked) {
    const facts = portFactOf(asked, measurement)
    const verdict = judgeMeasurement(measurement, asked)
    return facts === undefined ? verdict : { ...verdict, facts: [...facts, ...tlsFacts(measurement, asked)] }
  },
})

function tlsFacts(measurement: MariadbMeasurement, asked: MariadbSettings): readonly FactDraft[] {
  const { host, port, application } = asked
  if (measurement.outcome === 'failed') {
    const untold = asked.tls ? [unansweredTls(asked, measurement)] : []
    if (application === undefined) return untold
    return [
      ...untold,
      ...(unaskedEncryption({ host, port, spoken: 'MariaDB', account: application }, measurement) ?? []),
    ]
  }
  const { tls, sessions } = measurement
  return [
    ...(tls === null ? [] : [sessionTlsFact(asked, tls)]),
    ...(sessions && application !== undefined ? [accountSessionsFact(asked, application, sessions)] : []),
  ]
}

function judgeMeasurement(measurement: MariadbMeasurement, asked: MariadbSettings): Judgement {
  const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
  if (measurement.outcome === 'failed') {
    if (isAccountFault(measurement)) return unknownBecause(failureReason(measurement), [address])
    return judgeFailure(measurement, [address])
  }
  const { connectedThreads, uptimeSeconds, answerMs } = measurement
  const evidence = [address, ...linesOf(measurement)]
  const figures = { connectedThreads, uptimeSeconds, answerMs: tenths(answerMs) }
  const verdict = asked.role === 'primary' ? judgePrimary(measurement) : judgeReplica(measurement)
  return { ...verdict, evidence, figures }
}

function judgePrimary(state: ServerState & { readonly answerMs: number }): Judgement {
  if (state.isReadOnly) return judgeClosedPrimary(state)
  const receiving = state.replicas.find((replica) => replica.ioThread !== 'stopped')
  if (receiving) {
    return judgement('degraded', `is the primary, yet replicates from ${receiving.primaryHost}`)
  }
  return crowded(state) ?? judgement('healthy', `takes writes, answers in ${milliseconds(state.answerMs)}`)
}

/** After a switch the declared primary follows another: it works, but not as declared. */
function judgeClosedPrimary({ replicas: [replica] }: ServerState): Judgement {
  if (!replica || threadFault(replica) !== undefined) {
    return judgement('down', 'refuses writes: the primary is read only')
  }
  return judgement('degraded', `declared the primary, yet it follows ${replica.primaryHost}`)
}

function judgeReplica(state: ServerState): Judgement {
  if (!state.isReadOnly && state.replicas.length === 0) {
    return judgement('degraded', 'declared a replica, yet it leads: it takes writes and follows nobody')
  }
  if (!state.isReadOnly) return judgement('degraded', 'writable, though a replica must be read only')
  const [replica] = state.replicas
  if (!replica) return judgement('degraded', 'replicates from nowhere: no primary is set')
  const fault = threadFault(replica)
  if (fault !== undefined) return judgement('degraded', fault)
  return crowded(state) ?? judgement('healthy', `read only, replicates from ${replica.primaryHost}`)
}

function crowded({ connectedThreads, maxConnections }: ServerState): Judgement | undefined {
  if (maxConnections === 0 || connectedThreads < maxConnections * CROWDED_SHARE) return undefined
  return judgement('degraded', `${connectedThreads} of ${maxConnections} connections are taken`)
}

function linesOf(state: ServerState): EvidenceLine[] {
  const semiSync = state.semiSyncReplicas
  return [
    { label: 'Server', value: `MariaDB ${state.version}, server id ${state.serverId}` },
    { label: 'Writes', value: state.isReadOnly ? 'refused (read only)' : 'taken' },
    { label: 'Position', value: state.binlogGtid || 'none' },
    { label: 'Connections', value: `${state.connectedThreads} of ${state.maxConnections}` },
    ...(semiSync === undefined ? [] : [{ label: 'Semi-sync', value: `${semiSync} replicas acknowledge` }]),
    ...state.replicas.flatMap((replica) => replicaLines(replica)),
  ]
}
