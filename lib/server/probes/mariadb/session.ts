import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { type Connection, createConnection, SqlError } from 'mariadb'
import type { ServedCertificate } from '@/lib/core/observed/fact'
import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { keepDeafTlsHarmless } from '@/lib/server/tls-listeners'
import { errorCode, type FailureStage, failed, type ProbeFailure } from '../failure'
import { describeCertificate } from '../tls-endpoint/describe-certificate'
import { beforeDeadline, DeadlinePassed } from '../wire/held-session'
import { openSocket } from '../wire/socket'
import { loadTrust } from '../wire/trust'
import type { MariadbAccess } from './access'

export type Row = Readonly<Record<string, string | null>>

/** A signed-in connection. Every value comes as text, as the server prints it. */
export interface MariadbSession {
  /** What the server showed in the handshake, once it was verified; null for a session in clear. */
  readonly served: ServedIdentity | null
  rows(sql: string): Promise<readonly Row[]>
}

interface ServedIdentity {
  /** The library shows no more of the chain. */
  readonly leaf: ServedCertificate
  readonly checkedName: string
  readonly anchors: 'own' | 'public'
}

/**
 * Opens over a socket of ours: the library's own way of giving up opens a second connection to kill the first,
 * which hangs on a hung server as the first did.
 */
export async function openMariadb(
  access: MariadbAccess,
  context: ProbeContext,
): Promise<HeldConnection<MariadbSession> | ProbeFailure> {
  const password = await context.secret(access.password)
  let served: ServedIdentity | null = null
  const keep = (identity: ServedIdentity) => {
    served = identity
  }
  const ssl = access.tls ? await tlsOptions(access, context, keep) : undefined
  const startedMs = performance.now()
  const opened = await openSocket(access, context)
  if (opened.outcome === 'failed') return opened
  const { socket } = opened
  keepDeafTlsHarmless()
  try {
    const connection = await beforeDeadline(context, () =>
      createConnection({
        stream: (use) => use(undefined, socket),
        user: access.user,
        password,
        // The library's timers would outlive the deadline: the socket's end is what ends everything.
        connectTimeout: context.timeoutMs,
        rowsAsArray: false,
        typeCast: (column) => column.string(),
        permitLocalInfile: false,
        ...(ssl ? { ssl } : {}),
      }),
    )
    return held(connection, served, () => socket.destroy())
  } catch (error) {
    socket.destroy()
    const { stage, code, detail } = describeMariadbError(error)
    return failed(stage, code, performance.now() - startedMs, detail)
  }
}

async function tlsOptions(
  access: MariadbAccess,
  context: ProbeContext,
  onServed: (served: ServedIdentity) => void,
) {
  const { secureContext, servername, checkedName, caPem } = await loadTrust(access, context)
  return {
    secureContext,
    // Asked only of a chain that leads to a trusted root.
    checkServerIdentity: (_name: string, certificate: PeerCertificate) => {
      const anchors = caPem === undefined ? 'public' : 'own'
      onServed({ leaf: describeCertificate(new X509Certificate(certificate.raw)), checkedName, anchors })
      return checkServerIdentity(checkedName, certificate)
    },
    ...(servername === undefined ? {} : { servername }),
    ...(caPem === undefined ? {} : { ca: caPem }),
  }
}

function held(
  connection: Connection,
  served: ServedIdentity | null,
  close: () => void,
): HeldConnection<MariadbSession> {
  let isBroken = false
  let tell: (() => void) | undefined
  const onEnd = () => {
    isBroken = true
    tell?.()
  }
  connection.on('error', onEnd)
  connection.on('end', onEnd)
  return {
    value: { served, rows: async (sql) => connection.query<Row[]>(sql) },
    close,
    onBreak: (listener) => {
      tell = () => listener('broke the database connection that was held open')
      if (isBroken) queueMicrotask(tell)
    },
  }
}

/** Errors of the server by which it says that the fault is the probe's own account. */
const accountFaults: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'the probe may not sign in: its user or password is wrong',
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: 'the probe may not sign in: its user or password is wrong',
  ER_HOST_NOT_PRIVILEGED: 'the probe may not sign in from this machine',
  ER_SPECIFIC_ACCESS_DENIED_ERROR: 'the probe lacks a privilege that it needs',
  ER_TABLEACCESS_DENIED_ERROR: 'the probe lacks a privilege that it needs',
}

const serverFaults: Readonly<Record<string, string>> = {
  ER_CON_COUNT_ERROR: 'takes no more connections',
  ER_TOO_MANY_USER_CONNECTIONS: 'takes no more connections of the probe',
  ER_HOST_IS_BLOCKED: 'blocks this machine after too many broken connections',
  ER_SERVER_SHUTDOWN: 'is shutting down',
  ER_CONNECTION_KILLED: 'killed the connection of the probe',
}

/** The stage, code and words of what the library threw; raw messages of the server are not shown. */
export function describeMariadbError(error: unknown): { stage: FailureStage; code: string; detail?: string } {
  if (error instanceof DeadlinePassed) return { stage: 'sign-in', code: 'EDEADLINE' }
  const code = errorCode(error)
  const words = accountFaults[code] ?? serverFaults[code]
  if (words !== undefined) return { stage: 'sign-in', code, detail: words }
  const cause = error instanceof SqlError ? error.cause : undefined
  const isBreak = code === 'ER_SOCKET_UNEXPECTED_CLOSE' || code === 'ER_CONNECTION_TIMEOUT'
  if (isBreak) return { stage: 'answer', code: 'ECONNRESET' }
  return { stage: 'answer', code: cause === undefined ? code : errorCode(cause) }
}

/** True when the server is well enough to refuse us: then nothing is known of it but that it answers. */
export function isAccountFault(failure: ProbeFailure): boolean {
  return failure.code in accountFaults
}
