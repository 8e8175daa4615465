import { defineFault } from '@/lab/faults/lab-fault'
import { withServer } from '@/lab/mariadb/connection'
import { hostOf } from '@/lab/mariadb/hosts'
import { followPrimary } from '@/lab/mariadb/roles'

const REPLICA = hostOf('mariadb-replica')

export const replicationStoppedFault = defineFault({
  name: 'replication-stopped',
  title: 'the replica has stopped replicating',
  nodes: [REPLICA.node],
  async inject({ lab }) {
    await withServer(lab, REPLICA.address, (server) => server.query('STOP SLAVE'))
  },
  heal: ({ lab, signal }) => followPrimary(lab, REPLICA, signal),
})
