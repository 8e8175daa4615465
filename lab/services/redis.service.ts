import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { REDIS_ADDRESSES } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { ensureCluster } from '@/lab/redis/ensure-cluster'
import { redisNode, withRedisMember } from '@/lab/redis/redis-member'
import { defineService, type LabService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const PORT = 6379

export const redisServices: readonly LabService[] = REDIS_ADDRESSES.map(redisMember)

function redisMember(address: string): LabService {
  const node = redisNode(address)
  const isLast = address === REDIS_ADDRESSES.at(-1)
  return defineService({
    node,
    address,
    ports: [PORT],
    packages: ['redis-server', 'redis-tools'],
    ...(isLast ? { after: REDIS_ADDRESSES.slice(0, -1).map(redisNode) } : {}),
    async prepare(lab) {
      const folder = await lab.makeFolder(node)
      await lab.makeFolder(node, 'data')
      await writeOwnedFile(
        join(folder, 'redis.conf'),
        configuration(lab, address, join(folder, 'data')),
        0o600,
      )
    },
    command: (lab) => ({
      file: lab.binary('redis-server'),
      args: [join(lab.folderOf(node), 'redis.conf')],
    }),
    isReady: (lab, signal) =>
      untilAnswers(async () => {
        await withRedisMember(lab, address, (member) => member.ping())
      }, signal),
    ...(isLast ? { afterReady: ensureCluster } : {}),
  })
}

function configuration(lab: Lab, address: string, data: string): string {
  return `bind ${address}
bind-source-addr ${address}
cluster-announce-ip ${address}
port ${lab.port(PORT)}
dir ${data}
daemonize no
logfile ""
loglevel notice
requirepass ${lab.secret('redis')}
masterauth ${lab.secret('redis')}
cluster-enabled yes
cluster-config-file nodes.conf
cluster-node-timeout 3000
cluster-replica-validity-factor 0
save ""
appendonly yes
appendfsync everysec
auto-aof-rewrite-min-size 8mb
maxmemory 64mb
maxmemory-policy noeviction
repl-backlog-size 1mb
`
}
