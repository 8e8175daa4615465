import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { deployApplication, environmentFile, pauseFile } from '@/lab/app/deploy'
import { phpOptions } from '@/lab/app/php-extensions'
import { ADDRESS } from '@/lab/estate'
import { withRedisCluster } from '@/lab/redis/redis-cluster'
import { defineService, type LabService } from '@/lab/service'
import { PHP_PACKAGES } from '@/lab/services/php-fpm.service'

export const workerServices: readonly LabService[] = (['worker-1', 'worker-2'] as const).map(worker)

function worker(node: 'worker-1' | 'worker-2'): LabService {
  return defineService({
    node,
    address: ADDRESS[node],
    ports: [],
    packages: PHP_PACKAGES,
    after: ['redis-6'],
    async prepare(lab) {
      await rm(pauseFile(lab, node), { force: true })
      await deployApplication(lab, node)
    },
    command(lab) {
      const program = join(lab.folderOf(node), 'app', 'worker.php')
      return {
        file: lab.binary('php'),
        args: [...phpOptions(lab), program],
        env: { APP_CONFIG: environmentFile(lab, node) },
      }
    },
    // A heartbeat left by its predecessor proves nothing: it must move.
    isReady: (lab, signal) =>
      withRedisCluster(lab, async (cluster) => {
        const heartbeat = () => cluster.hget(`laravel_horizon:master:${node}`, 'expires')
        const before = await heartbeat()
        await untilAnswers(async () => {
          const now = await heartbeat()
          if (now === null || now === before) throw new Error('no heartbeat')
        }, signal)
      }),
  })
}
