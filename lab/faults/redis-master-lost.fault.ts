import { REDIS_ADDRESSES } from '@/lab/estate'
import { defineFault } from '@/lab/faults/lab-fault'
import { untilClusterIsWhole } from '@/lab/redis/ensure-cluster'
import { clusterMembers, redisNode } from '@/lab/redis/redis-member'

export const redisMasterLostFault = defineFault({
  name: 'redis-master-lost',
  title: 'one of the three Redis masters dies; its replica takes over',
  nodes: REDIS_ADDRESSES.map(redisNode),
  async inject({ lab, processes }) {
    const witness = REDIS_ADDRESSES.find((address) => processes.pidOf(redisNode(address)) !== undefined)
    if (!witness) throw new Error('no Redis member runs')
    const members = await clusterMembers(lab, witness)
    const master = members.find((each) => each.isMaster && !each.isFailed)
    if (!master) throw new Error('the cluster has no master')
    await processes.kill(redisNode(master.address))
  },
  // It comes back as a replica of the one that took over, and stays one.
  heal: ({ lab, signal }) => untilClusterIsWhole(lab, signal),
})
