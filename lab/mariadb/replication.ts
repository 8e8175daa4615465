import type { Connection } from 'mariadb'
import { untilAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { readRow, runStatements, withServer } from '@/lab/mariadb/connection'
import type { MariadbHost } from '@/lab/mariadb/server-files'
import {
  formatGtidSet,
  type GtidSet,
  parseGtidSet,
  relationOf,
  unionOf,
} from '@/lib/core/runbooks/mariadb/gtid-set'

const STATUS = 'SHOW SLAVE STATUS'

/** Lets a server replicate by GTID; one that does so already is left alone. */
export async function follow(lab: Lab, server: Connection, source: MariadbHost): Promise<void> {
  const status = await readRow(server, STATUS)
  const isFollowing =
    status?.Master_Host === source.address &&
    Number(status.Master_Port) === lab.port(3306) &&
    status.Using_Gtid === 'Slave_Pos' &&
    Number(status.SQL_Delay) === 0 &&
    status.Slave_SQL_Running === 'Yes' &&
    status.Slave_IO_Running !== 'No'
  if (isFollowing) return
  const tls = `${lab.folder}/tls`
  const state = await readRow(server, 'SELECT @@gtid_binlog_pos AS position')
  // A server that led until now counts what it wrote itself as received.
  const hasLed = !status && String(state?.position ?? '') !== ''
  await runStatements(server, [
    // Changing the master of a running replica is refused.
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
export async function hasCaughtUp(
  lab: Lab,
  { host, goal }: { readonly host: MariadbHost; readonly goal: GtidSet },
  signal: AbortSignal,
): Promise<boolean> {
  const look = () =>
    withServer(lab, host.address, async (server) => {
      const status = await readRow(server, STATUS)
      const history = await historyOf(server)
      const relation = relationOf(goal, history)
      const errors = [status?.Last_IO_Errno, status?.Last_SQL_Errno].map(Number)
      // 1236: the source lacks what this one has. Any SQL error: an event does not apply.
      if (errors[0] === 1236 || errors[1] !== 0 || relation === 'diverged') return 'diverged'
      const isRunning = status?.Slave_IO_Running === 'Yes' && status.Slave_SQL_Running === 'Yes'
      if (isRunning && relation === 'contained') return 'caught-up'
      throw new Error(`${host.node} is at ${formatGtidSet(history)}, not yet at ${formatGtidSet(goal)}`)
    })
  try {
    return (await untilAnswers(look, signal)) === 'caught-up'
  } catch (error) {
    lab.log(error instanceof Error ? error.message : String(error))
    return false
  }
}

/**
 * Lets a follower apply what it has received, though it delays or its threads are stopped. By file position it keeps
 * its relay log, which one by GTID forgets as it starts. One whose SQL thread has failed cannot.
 */
export async function applyReceived(lab: Lab, host: MariadbHost, signal: AbortSignal): Promise<void> {
  await withServer(lab, host.address, async (server) => {
    const status = await readRow(server, STATUS)
    const isApplying = status?.Slave_SQL_Running === 'Yes' && Number(status.SQL_Delay) === 0
    if (isApplying || Number(status?.Last_SQL_Errno) !== 0) return
    await server.query('STOP SLAVE')
    const at = await readRow(server, STATUS)
    await runStatements(server, [
      `CHANGE MASTER TO MASTER_USE_GTID = no, RELAY_LOG_FILE = '${at?.Relay_Log_File}',
        RELAY_LOG_POS = ${Number(at?.Relay_Log_Pos)}, MASTER_DELAY = 0`,
      'START SLAVE SQL_THREAD',
    ])
  })
  const look = () =>
    withServer(lab, host.address, async (server) => {
      const status = await readRow(server, STATUS)
      if (Number(status?.Last_SQL_Errno) !== 0) return
      const received = parseGtidSet(String(status?.Gtid_IO_Pos ?? ''))
      if (relationOf(received, await historyOf(server)) !== 'behind') return
      throw new Error(`${host.node} has not applied all of ${formatGtidSet(received)} yet`)
    })
  await untilAnswers(look, signal).catch((error: unknown) => lab.log(String(error)))
}

async function historyOf(server: Connection): Promise<GtidSet> {
  const row = await readRow(server, 'SELECT @@gtid_binlog_state AS written, @@gtid_slave_pos AS applied')
  return unionOf(...[row?.written, row?.applied].map((text) => parseGtidSet(String(text ?? ''))))
}
