import type { Connection } from 'mariadb'
import { untilAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { readRow, runStatements, withServer } from '@/lab/mariadb/connection'
import { copyServer } from '@/lab/mariadb/copy-server'
import { PRIMARY, REPLICAS } from '@/lab/mariadb/hosts'
import type { MariadbHost } from '@/lab/mariadb/server-files'
import { parseGtidSet, relationOf, unionOf } from '@/lib/core/runbooks/mariadb/gtid-set'

const CATCH_UP_MS = 6_000

/**
 * Makes the primary the one that takes writes and waits for a replica's acknowledgement. Where a replica has been
 * promoted meanwhile, its writes are the truth: it is closed first, and the primary has them before it opens.
 */
export async function leadReplicas(lab: Lab, host: MariadbHost, signal: AbortSignal): Promise<void> {
  const isLeading = await withServer(lab, host.address, async (server) => {
    const status = await readRow(server, 'SHOW SLAVE STATUS')
    const state = await readRow(server, 'SELECT @@read_only AS is_read_only')
    return !status && Number(state?.is_read_only) === 0
  })
  if (!isLeading) {
    for (const replica of REPLICAS) await takeBackFrom(lab, replica, signal)
  }
  await withServer(lab, host.address, (server) =>
    runStatements(server, [
      ...['STOP SLAVE', 'RESET SLAVE ALL'],
      ...['SET GLOBAL rpl_semi_sync_master_enabled = 1', 'SET GLOBAL read_only = 0'],
    ]),
  )
}

/** Makes a replica read-only and follow the primary by GTID; one that has drifted apart is made anew from it. */
export async function followPrimary(lab: Lab, host: MariadbHost, signal: AbortSignal): Promise<void> {
  await withServer(lab, host.address, async (server) => {
    await runStatements(server, [
      ...['SET GLOBAL read_only = 1', 'SET GLOBAL rpl_semi_sync_master_enabled = 0', 'UNLOCK TABLES'],
    ])
    if (!(await isFollowing(lab, server))) await follow(lab, server, PRIMARY)
  })
  const goal = await positionOf(lab, PRIMARY)
  // Without its primary it can only wait for it.
  if (goal === undefined) return
  const soon = AbortSignal.any([signal, AbortSignal.timeout(CATCH_UP_MS)])
  if (await hasCaughtUp(lab, { host, goal }, soon)) return
  lab.log(`${host.node} has drifted apart from ${PRIMARY.node}; copying it anew`)
  await copyServer(lab, PRIMARY, host)
  await withServer(lab, host.address, (server) => follow(lab, server, PRIMARY))
  if (!(await hasCaughtUp(lab, { host, goal }, signal))) throw new Error(`${host.node} does not follow`)
}

/** Only a replica that takes writes can have any that the primary lacks. */
async function takeBackFrom(lab: Lab, replica: MariadbHost, signal: AbortSignal): Promise<void> {
  if (!(await closePromoted(lab, replica))) return
  const goal = await positionOf(lab, replica)
  if (goal === undefined) return
  await withServer(lab, PRIMARY.address, (server) => follow(lab, server, replica))
  const soon = AbortSignal.any([signal, AbortSignal.timeout(CATCH_UP_MS)])
  if (await hasCaughtUp(lab, { host: PRIMARY, goal }, soon)) return
  lab.log(`${PRIMARY.node} has drifted apart from ${replica.node}, which was promoted; copying it anew`)
  await copyServer(lab, replica, PRIMARY)
}

/** False for one that took no writes, or that does not answer and so takes none now. */
async function closePromoted(lab: Lab, replica: MariadbHost): Promise<boolean> {
  try {
    return await withServer(lab, replica.address, async (server) => {
      const state = await readRow(server, 'SELECT @@read_only AS is_read_only')
      await server.query('SET GLOBAL read_only = 1')
      return Number(state?.is_read_only) === 0
    })
  } catch (error) {
    lab.log(`${replica.node} was not asked for its writes: ${String(error)}`)
    return false
  }
}

async function positionOf(lab: Lab, host: MariadbHost): Promise<string | undefined> {
  try {
    return await withServer(lab, host.address, async (server) => {
      const row = await readRow(server, 'SELECT @@gtid_current_pos AS position')
      return String(row?.position ?? '')
    })
  } catch (error) {
    lab.log(`${host.node} did not tell its position: ${String(error)}`)
    return undefined
  }
}

async function isFollowing(lab: Lab, server: Connection): Promise<boolean> {
  const status = await readRow(server, 'SHOW SLAVE STATUS')
  return (
    status?.Master_Host === PRIMARY.address &&
    Number(status.Master_Port) === lab.port(3306) &&
    status.Using_Gtid === 'Slave_Pos' &&
    Number(status.SQL_Delay) === 0 &&
    status.Slave_SQL_Running === 'Yes' &&
    status.Slave_IO_Running !== 'No'
  )
}

/** Changing the master of a running replica is refused, hence the stop. */
async function follow(lab: Lab, server: Connection, source: MariadbHost): Promise<void> {
  const tls = `${lab.folder}/tls`
  const state = await readRow(server, 'SELECT @@gtid_binlog_pos AS position')
  const status = await readRow(server, 'SHOW SLAVE STATUS')
  // A server that led until now counts what it wrote itself as received.
  const hasLed = !status && String(state?.position ?? '') !== ''
  await runStatements(server, [
    'STOP SLAVE',
    `CHANGE MASTER TO MASTER_HOST = '${source.address}', MASTER_PORT = ${lab.port(3306)},
      MASTER_USER = 'repl', MASTER_PASSWORD = '${lab.secret('mariadb-repl')}',
      ${hasLed ? 'MASTER_DEMOTE_TO_SLAVE = 1' : 'MASTER_USE_GTID = slave_pos'},
      MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 1, MASTER_DELAY = 0,
      MASTER_SSL = 1, MASTER_SSL_CA = '${tls}/ca.pem', MASTER_SSL_VERIFY_SERVER_CERT = 1`,
    'START SLAVE',
  ])
}

/** True once it has applied the goal and goes on; false when it cannot, or not in time. */
async function hasCaughtUp(
  lab: Lab,
  { host, goal }: { readonly host: MariadbHost; readonly goal: string },
  signal: AbortSignal,
): Promise<boolean> {
  const look = () =>
    withServer(lab, host.address, async (server) => {
      const status = await readRow(server, 'SHOW SLAVE STATUS')
      const has = await readRow(
        server,
        'SELECT @@gtid_binlog_state AS written, @@gtid_slave_pos AS applied, @@gtid_current_pos AS position',
      )
      const history = unionOf(...[has?.written, has?.applied].map((text) => parseGtidSet(String(text ?? ''))))
      const relation = relationOf(parseGtidSet(goal), history)
      const errors = [status?.Last_IO_Errno, status?.Last_SQL_Errno].map(Number)
      // 1236: the source lacks what this one has. Any SQL error: an event does not apply.
      if (errors[0] === 1236 || errors[1] !== 0 || relation === 'diverged') return 'diverged'
      const isRunning = status?.Slave_IO_Running === 'Yes' && status.Slave_SQL_Running === 'Yes'
      if (isRunning && relation === 'contained') return 'caught-up'
      throw new Error(`${host.node} is at ${String(has?.position)}, not yet at ${goal}`)
    })
  try {
    return (await untilAnswers(look, signal)) === 'caught-up'
  } catch (error) {
    lab.log(error instanceof Error ? error.message : String(error))
    return false
  }
}
