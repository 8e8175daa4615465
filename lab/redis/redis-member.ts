import { Redis } from 'ioredis'
import { REDIS_ADDRESSES } from '@/lab/estate'
import type { Lab } from '@/lab/lab'

const COMMAND_MS = 2_000

/** A connection to one member, for as long as the work lasts. */
export async function withRedisMember<T>(
  lab: Lab,
  address: string,
  work: (member: Redis) => Promise<T>,
): Promise<T> {
  const member = new Redis({
    host: address,
    port: lab.port(6379),
    password: lab.secret('redis'),
    lazyConnect: true,
    connectTimeout: COMMAND_MS,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // Failures reach the caller by the rejected command.
  member.on('error', () => member.disconnect())
  try {
    await member.connect()
    return await work(member)
  } finally {
    member.disconnect()
  }
}

/** `cluster_state:ok` and the like, by name. */
export async function clusterInfo(lab: Lab, address: string): Promise<Readonly<Record<string, string>>> {
  const text = await withRedisMember(lab, address, (member) => member.cluster('INFO'))
  const pairs = String(text)
    .split('\r\n')
    .map((line) => line.split(':'))
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name && value ? [[name, value]] : [])))
}

export interface ClusterMember {
  readonly id: string
  readonly address: string
  readonly isMaster: boolean
  readonly isFailed: boolean
}

/** As one member sees them all. */
export async function clusterMembers(lab: Lab, address: string): Promise<readonly ClusterMember[]> {
  const text = await withRedisMember(lab, address, (member) => member.cluster('NODES'))
  return String(text)
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', endpoint = '', flags = ''] = line.split(' ')
      return {
        id,
        address: endpoint.split(':')[0] ?? '',
        isMaster: flags.includes('master'),
        isFailed: flags.split(',').includes('fail'),
      }
    })
}

/** Slug of a member by its address: redis-1 to redis-6. */
export function redisNode(address: string): string {
  return `redis-${REDIS_ADDRESSES.findIndex((each) => each === address) + 1}`
}
