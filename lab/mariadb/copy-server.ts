import { join } from 'node:path'
import type { Connection } from 'mariadb'
import { DATABASE_NAME } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { readRow, runStatements, withServer } from '@/lab/mariadb/connection'
import type { MariadbHost } from '@/lab/mariadb/server-files'
import { runTool } from '@/lab/run-tool'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const COPY_MS = 60_000

/**
 * Replaces what a running server has by what another one has, position included. What only the target had is
 * gone, and so is its binary log.
 */
export async function copyServer(lab: Lab, source: MariadbHost, target: MariadbHost): Promise<void> {
  const folder = await lab.makeFolder(target.node)
  const options = join(folder, 'copy.cnf')
  await writeOwnedFile(options, clientOptions(lab), 0o600)
  const run = (program: string, host: MariadbHost, more: { args: readonly string[]; input?: string }) =>
    runTool(lab, {
      node: target.node,
      file: lab.binary(program),
      args: [
        `--defaults-file=${options}`,
        ...[`--host=${host.address}`, `--port=${lab.port(3306)}`, ...more.args],
      ],
      input: more.input ?? '',
      timeoutMs: COPY_MS,
    })
  const dump = await run('mariadb-dump', source, {
    args: [
      ...['--single-transaction', '--master-data=1', '--gtid', '--add-drop-database'],
      ...['--databases', DATABASE_NAME],
    ],
  })
  await withServer(lab, target.address, (server) =>
    runStatements(server, [
      'STOP SLAVE',
      'RESET SLAVE ALL',
      'RESET MASTER',
      "SET GLOBAL gtid_slave_pos = ''",
    ]),
  )
  await run('mariadb', target, { args: ['--init-command=SET SESSION sql_log_bin = 0'], input: dump })
  await tellPosition(lab, source, target)
}

/**
 * A copy counts what it was given as written, so that whoever follows it from an older position is refused in place
 * of waiting for ever, and a copy of the copy knows where it stands.
 */
async function tellPosition(lab: Lab, source: MariadbHost, target: MariadbHost): Promise<void> {
  const slavePosition = async (server: Connection) =>
    String((await readRow(server, 'SELECT @@gtid_slave_pos AS position'))?.position ?? '')
  // The dump tells none where the source has an empty binary log: then it has written nothing since its own copy.
  const fallback = await withServer(lab, source.address, slavePosition)
  await withServer(lab, target.address, async (server) => {
    const position = (await slavePosition(server)) || fallback
    await runStatements(server, [
      `SET GLOBAL gtid_slave_pos = '${position}'`,
      `SET GLOBAL gtid_binlog_state = '${position}'`,
    ])
  })
}

function clientOptions(lab: Lab): string {
  return `[client]
user = lab
password = ${lab.secret('mariadb-lab')}
ssl-ca = ${join(lab.folder, 'tls', 'ca.pem')}
ssl-verify-server-cert = 1
`
}
