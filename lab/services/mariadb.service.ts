import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { withServer } from '@/lab/mariadb/connection'
import { MARIADB_HOSTS, PRIMARY } from '@/lab/mariadb/hosts'
import { followPrimary, leadReplicas } from '@/lab/mariadb/roles'
import { type MariadbHost, prepareServer } from '@/lab/mariadb/server-files'
import { defineService, type LabService } from '@/lab/service'
import { ensureTls } from '@/lab/tls/ensure-tls'

const PORT = 3306

export const mariadbServices: readonly LabService[] = MARIADB_HOSTS.map(mariadb)

function mariadb(host: MariadbHost): LabService {
  const { node, address } = host
  const isPrimary = node === PRIMARY.node
  return defineService({
    node,
    address,
    ports: [PORT],
    packages: ['mariadb-server-core', 'mariadb-client'],
    ...(isPrimary ? {} : { after: [PRIMARY.node] }),
    async prepare(lab) {
      await ensureTls(lab)
      await prepareServer(lab, host)
    },
    command: (lab) => ({
      file: lab.binary('mariadbd'),
      args: [`--defaults-file=${join(lab.folderOf(node), 'my.cnf')}`],
    }),
    isReady: (lab, signal) =>
      untilAnswers(async () => {
        await withServer(lab, address, (server) => server.query('SELECT 1'))
      }, signal),
    afterReady: (lab, signal) =>
      isPrimary ? leadReplicas(lab, host, signal) : followPrimary(lab, host, signal),
  })
}
