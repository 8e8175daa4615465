import { openLab } from '@/lab/lab'
import { runStatements, withServer } from '@/lab/mariadb/connection'
import { hostOf, MARIADB_HOSTS } from '@/lab/mariadb/hosts'
import { follow } from '@/lab/mariadb/replication'

/** `node --import tsx e2e/lead-by-hand.ts FROM TO`: a person who changes the leader by SQL, past every runbook. */
const [from, to] = process.argv.slice(2).map((node) => hostOf(node))
if (!from || !to) throw new Error('say which server hands the lead to which')
const lab = openLab()

await withServer(lab, from.address, (server) =>
  runStatements(server, ['SET GLOBAL rpl_semi_sync_master_enabled = 0', 'SET GLOBAL read_only = 1']),
)
const [{ position }] = await withServer(lab, from.address, (server) =>
  server.query('SELECT @@gtid_binlog_pos AS position'),
)
await withServer(lab, to.address, (server) =>
  runStatements(server, [
    `SELECT MASTER_GTID_WAIT('${position}', 10)`,
    'STOP SLAVE',
    'RESET SLAVE ALL',
    'SET GLOBAL read_only = 0',
  ]),
)
for (const host of MARIADB_HOSTS.filter((each) => each !== to)) {
  await withServer(lab, host.address, (server) => follow(lab, server, to))
}
