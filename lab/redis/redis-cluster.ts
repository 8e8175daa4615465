import { Cluster } from 'ioredis'
import { REDIS_ADDRESSES } from '@/lab/estate'
import type { Lab } from '@/lab/lab'

const COMMAND_MS = 3_000

/** A connection that finds each key's member by itself, for as long as the work lasts. */
export async function withRedisCluster<T>(lab: Lab, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const members = REDIS_ADDRESSES.map((host) => ({ host, port: lab.port(6379) }))
  const cluster = new Cluster(members, {
    lazyConnect: true,
    redisOptions: { password: lab.secret('redis'), connectTimeout: COMMAND_MS, commandTimeout: COMMAND_MS },
  })
  // Failures reach the caller by the rejected command.
  cluster.on('error', () => cluster.disconnect())
  try {
    await cluster.connect()
    return await work(cluster)
  } finally {
    cluster.disconnect()
  }
}
