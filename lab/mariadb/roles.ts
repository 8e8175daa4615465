import type { Connection } from 'mariadb'
import { untilAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { readRow, runStatements, withServer } from '@/lab/mariadb/connection'
import { PRIMARY } from '@/lab/mariadb/hosts'
import type { MariadbHost } from '@/lab/mariadb/server-files'

/** Makes the primary the one that takes writes and waits for a replica's acknowledgement. */
export async function leadReplicas(lab: Lab, host: MariadbHost, _signal: AbortSignal): Promise<void> {
  await withServer(lab, host.address, (server) =>
    runStatements(server, [
      'STOP SLAVE',
      'RESET SLAVE ALL',
      'SET GLOBAL rpl_semi_sync_master_enabled = 1',
      'SET GLOBAL read_only = 0',
    ]),
  )
}

/** Makes a replica read-only and follow the primary by GTID, unless it does already. */
export async function followPrimary(lab: Lab, host: MariadbHost, signal: AbortSignal): Promise<void> {
  await withServer(lab, host.address, async (server) => {
    await runStatements(server, [
      'SET GLOBAL read_only = 1',
      'SET GLOBAL rpl_semi_sync_master_enabled = 0',
      'UNLOCK TABLES',
    ])
    if (!(await isFollowing(lab, server))) await runStatements(server, changeOfMaster(lab))
  })
  await untilFollowing(lab, host, signal)
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

/** Changing the master of a running replica is refused, hence the stop; the start at the end is harmless twice. */
function changeOfMaster(lab: Lab): string[] {
  const tls = `${lab.folder}/tls`
  return [
    'STOP SLAVE',
    `CHANGE MASTER TO MASTER_HOST = '${PRIMARY.address}', MASTER_PORT = ${lab.port(3306)},
      MASTER_USER = 'repl', MASTER_PASSWORD = '${lab.secret('mariadb-repl')}', MASTER_USE_GTID = slave_pos,
      MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 1, MASTER_DELAY = 0,
      MASTER_SSL = 1, MASTER_SSL_CA = '${tls}/ca.pem', MASTER_SSL_VERIFY_SERVER_CERT = 1`,
    'START SLAVE',
  ]
}

async function untilFollowing(lab: Lab, host: MariadbHost, signal: AbortSignal): Promise<void> {
  await untilAnswers(async () => {
    const status = await withServer(lab, host.address, (server) => readRow(server, 'SHOW SLAVE STATUS'))
    if (status?.Slave_IO_Running === 'Yes' && status.Slave_SQL_Running === 'Yes') return
    throw new Error(
      `${host.node}: ${status?.Last_IO_Error || status?.Last_SQL_Error || 'it does not follow yet'}`,
    )
  }, signal)
}
