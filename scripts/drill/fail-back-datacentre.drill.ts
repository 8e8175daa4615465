import { REDIS_ADDRESSES } from '@/lab/estate'
import { redisNode } from '@/lab/redis/redis-member'
import type { Drill, DrillWorld } from './drill'
import { bringIntoPosition } from './starting-position'

const DATABASES = ['mariadb-primary', 'mariadb-replica']
/** In the order in which they can come back. */
const OTHERS = ['s3', ...REDIS_ADDRESSES.map(redisNode), 'php-1', 'nginx-1', 'worker-1']

/** Practised after a failover to the backup datacentre, which is made first. Nothing may be lost. */
export const failBackDatacentreDrill: Drill = {
  runbook: 'fail-back-datacentre',
  faults: { none: { inject: () => Promise.resolve() } },
  prepare: failOver,
  serviceBackAt: 'reroute-visitors',
  mayLoseWrites: false,
}

/** The hosts of the databases come back with the datacentre; what ran on them waits for somebody to start it. */
async function failOver(world: DrillWorld): Promise<void> {
  await bringIntoPosition(world)
  for (const node of [...DATABASES, ...OTHERS]) await world.breakLab('kill', node)
  await world.untilDown('mariadb-primary')
  await world.run('datacentre-failure')
  for (const node of OTHERS) await world.healLab(node)
}
