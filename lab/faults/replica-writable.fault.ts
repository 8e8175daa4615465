import { defineFault } from '@/lab/faults/lab-fault'
import { withServer } from '@/lab/mariadb/connection'
import { hostOf } from '@/lab/mariadb/hosts'

const REPLICA = hostOf('mariadb-replica')

export const replicaWritableFault = defineFault({
  name: 'replica-writable',
  title: 'the replica takes writes, so the two can drift apart',
  nodes: [REPLICA.node],
  async inject({ lab }) {
    await withServer(lab, REPLICA.address, (server) => server.query('SET GLOBAL read_only = 0'))
  },
  // Whoever heals gives the servers their roles again.
  heal: () => Promise.resolve(),
})
