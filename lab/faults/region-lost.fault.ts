import { REDIS_ADDRESSES } from '@/lab/estate'
import { defineFault } from '@/lab/faults/lab-fault'
import { untilClusterIsWhole } from '@/lab/redis/ensure-cluster'
import { redisNode } from '@/lab/redis/redis-member'

/** Region 1 and the data zone: what stands in the primary datacentre. */
const PRIMARY_DATACENTRE = [
  ...['nginx-1', 'php-1', 'worker-1', 'mariadb-primary', 'mariadb-replica', 's3'],
  ...REDIS_ADDRESSES.map(redisNode),
]

export const regionLostFault = defineFault({
  name: 'region-lost',
  title: 'the primary datacentre is gone: region 1 and the whole data zone',
  nodes: PRIMARY_DATACENTRE,
  async inject({ processes }) {
    await Promise.all(PRIMARY_DATACENTRE.map((node) => processes.killHost(node)))
  },
  heal: ({ lab, signal }) => untilClusterIsWhole(lab, signal),
})
