import { SqlError } from 'mariadb'
import type { EncryptionState, FactOf } from '@/lib/core/observed/fact'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import type { SocketAddress } from '../wire/socket'
import type { MariadbSession, Row } from './session'

/** A pooled session of an application that is idle between two looks was still there. */
const REMEMBERED_MS = 600_000

/** How sessions came in, and when each way was last seen (epoch milliseconds), by the probe's own session. */
const sightingsOf = new WeakMap<MariadbSession, Map<string, number>>()

/** What the server tells of the sessions of one account that are not the probe's. */
export interface AccountSessions {
  /** Whether the server lets the account in over TLS alone; null when the probe may not read that. */
  readonly mustEncrypt: boolean | null
  /** `SSL/TLS`, `TCP/IP`, `Socket`: how its sessions came in of late; null when the server does not tell. */
  readonly ways: readonly string[] | null
  /** Why `ways` is null. */
  readonly hidden: string | null
}

/**
 * MariaDB tells of another's session how it is encrypted in one place: `performance_schema.threads`. Besides, an
 * account may be let in over TLS alone (`REQUIRE SSL`), which holds for sessions that nobody saw as well.
 */
export async function readAccountSessions(
  session: MariadbSession,
  account: string,
  nowMs: number,
): Promise<AccountSessions> {
  const [server = {}] = await session.rows(
    'SELECT @@performance_schema AS tells, @@require_secure_transport AS secure',
  )
  const mustEncrypt = server.secure === '1' ? true : await isTlsDemanded(session, account)
  if (server.tells !== '1') {
    return {
      mustEncrypt,
      ways: null,
      hidden: 'performance_schema is off, and nothing else tells of sessions',
    }
  }
  const seen = await rowsIfAllowed(
    session,
    `SELECT DISTINCT CONNECTION_TYPE AS way FROM performance_schema.threads
      WHERE PROCESSLIST_USER = '${account}' AND CONNECTION_TYPE IS NOT NULL`,
  )
  if (seen === null)
    return { mustEncrypt, ways: null, hidden: 'the probe may not read performance_schema.threads' }
  const sightings = sightingsOf.get(session) ?? new Map<string, number>()
  sightingsOf.set(session, sightings)
  for (const { way } of seen) if (way) sightings.set(way, nowMs)
  for (const [way, atMs] of sightings) if (nowMs - atMs > REMEMBERED_MS) sightings.delete(way)
  return { mustEncrypt, ways: [...sightings.keys()].sort(), hidden: null }
}

async function isTlsDemanded(session: MariadbSession, account: string): Promise<boolean | null> {
  const rows = await rowsIfAllowed(session, `SELECT ssl_type FROM mysql.user WHERE User = '${account}'`)
  if (rows === null || rows.length === 0) return null
  return rows.every(({ ssl_type: demand }) => demand !== null && demand !== undefined && demand !== '')
}

/** ER_TABLEACCESS_DENIED, ER_COLUMNACCESS_DENIED, ER_DBACCESS_DENIED */
const DENIED = new Set([1142, 1143, 1044])

/** Null when the account of the probe may not ask that. */
async function rowsIfAllowed(session: MariadbSession, sql: string): Promise<readonly Row[] | null> {
  try {
    return await session.rows(sql)
  } catch (error) {
    if (error instanceof SqlError && DENIED.has(error.errno)) return null
    throw error
  }
}

export function accountSessionsFact(
  { host, port }: SocketAddress,
  account: string,
  sessions: AccountSessions,
): FactDraft {
  const { mustEncrypt } = sessions
  const evidence = [
    waysLine(account, sessions),
    ...(mustEncrypt === true ? [`the server lets ${account} in over TLS alone`] : []),
    ...(mustEncrypt === false ? [`the server would let ${account} in without TLS too`] : []),
  ]
  const where = { host, port, spoken: 'MariaDB', account } as const
  return { kind: 'encryption', ...where, state: stateOf(sessions), failure: null, evidence }
}

function stateOf({ ways, mustEncrypt }: AccountSessions): EncryptionState {
  const states = new Set((ways ?? []).map((way) => (way === 'SSL/TLS' ? 'encrypted' : 'clear')))
  if (states.size > 1) return 'mixed'
  const [seen] = states
  return seen ?? (mustEncrypt === true ? 'encrypted' : 'unknown')
}

const wayWords: Readonly<Record<string, string>> = {
  'SSL/TLS': 'over TLS',
  'TCP/IP': 'in clear over TCP',
  Socket: 'over a socket of its own host',
}

function waysLine(account: FactOf<'encryption'>['account'], { ways, hidden }: AccountSessions): string {
  if (ways === null) return `how sessions of ${account} came in is not known: ${hidden}`
  if (ways.length === 0) return `no session of ${account} was seen in ten minutes`
  return `sessions of ${account} came in ${ways.map((way) => wayWords[way] ?? way).join(' and ')}`
}
