import { defineFault } from '@/lab/faults/lab-fault'
import { withServer } from '@/lab/mariadb/connection'
import { hostOf } from '@/lab/mariadb/hosts'

const REPLICA = hostOf('mariadb-replica')

export const replicationStoppedFault = defineFault({
  name: 'replication-stopped',
  title: 'the replica has stopped replicating',
  nodes: [REPLICA.node],
  async inject({ lab }) {
    await withServer(lab, REPLICA.address, (server) => server.query('STOP SLAVE'))
  },
  // Whoever heals gives the servers their roles again.
  heal: () => Promise.resolve(),
})
