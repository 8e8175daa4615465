import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { withServer } from '@/lab/mariadb/connection'
import { MARIADB_HOSTS } from '@/lab/mariadb/hosts'
import { mariadbEnsemble } from '@/lab/mariadb/roles'
import { type MariadbHost, prepareServer } from '@/lab/mariadb/server-files'
import { defineService, type LabCommand, type LabService } from '@/lab/service'
import { ensureTls } from '@/lab/tls/ensure-tls'

const PORT = 3306

/**
 * How a fenced primary comes back: what it wrote and no replica acknowledged is cut off its binary log, and it
 * follows nobody before it is told to.
 */
const AS_REPLICA = ['--skip-slave-start', '--init-rpl-role=SLAVE', '--rpl-semi-sync-slave-enabled=1'] as const

/** How one that is to lead on comes back: closed, following nobody, and with all that stands in its binary log. */
const AS_PRIMARY = ['--skip-slave-start'] as const

function serverCommand(lab: Lab, node: string, more: readonly string[] = []): LabCommand {
  const defaults = `--defaults-file=${join(lab.folderOf(node), 'my.cnf')}`
  return { file: lab.binary('mariadbd'), args: [defaults, ...more] }
}

export const mariadbServices: readonly LabService[] = MARIADB_HOSTS.map(mariadb)

function mariadb(host: MariadbHost): LabService {
  const { node, address } = host
  return defineService({
    node,
    address,
    ports: [PORT],
    packages: ['mariadb-server-core', 'mariadb-client'],
    async prepare(lab) {
      await ensureTls(lab)
      await prepareServer(lab, host)
    },
    command: (lab) => serverCommand(lab, node),
    commandFor(lab, word) {
      if (word === 'primary') return serverCommand(lab, node, AS_PRIMARY)
      return word === 'replica' ? serverCommand(lab, node, AS_REPLICA) : undefined
    },
    isReady: (lab, signal) =>
      untilAnswers(async () => {
        await withServer(lab, address, (server) => server.query('SELECT 1'))
      }, signal),
    ensemble: mariadbEnsemble,
  })
}
