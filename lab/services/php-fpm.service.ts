import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { deployApplication, environmentFile, type PhpHost, writeHostConfiguration } from '@/lab/app/deploy'
import { phpOptions } from '@/lab/app/php-extensions'
import { ADDRESS } from '@/lab/estate'
import { fastcgiGet } from '@/lab/fastcgi/fastcgi-get'
import { defineService, type LabService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

export const PHP_PACKAGES = ['php-fpm', 'php-cli', 'php-mysql', 'php-redis'] as const
const PORT = 9000

export const phpFpmServices: readonly LabService[] = (['php-1', 'php-2', 'backup-php'] as const).map(phpFpm)

function phpFpm(node: Extract<PhpHost, `${string}php${string}`>): LabService {
  const address = ADDRESS[node]
  return defineService({
    node,
    address,
    ports: [PORT],
    packages: PHP_PACKAGES,
    async prepare(lab) {
      await deployApplication(lab, node)
      const pool = { address: `${address}:${lab.port(PORT)}`, environment: environmentFile(lab, node) }
      await writeOwnedFile(join(lab.folderOf(node), 'php-fpm.conf'), configuration(pool))
    },
    command(lab) {
      const config = join(lab.folderOf(node), 'php-fpm.conf')
      return { file: lab.binary('php-fpm'), args: ['-F', '-O', ...phpOptions(lab), '-y', config] }
    },
    async isReady(lab, signal) {
      const ping = (attempt: AbortSignal) => fastcgiGet(address, lab.port(PORT), '/fpm-ping', attempt)
      await untilAnswers(async (attempt) => {
        const body = await ping(attempt)
        if (!body.endsWith('pong')) throw new Error('no pong')
      }, signal)
    },
    // A runbook may have re-pointed the database; a healed estate is as declared.
    afterReady: (lab) => writeHostConfiguration(lab, node),
  })
}

/** Workers enough that a hung database, which holds each request for two seconds, never starves the ping. */
function configuration(pool: { readonly address: string; readonly environment: string }): string {
  return `[global]
error_log = /proc/self/fd/2
daemonize = no
log_limit = 4096
[www]
listen = ${pool.address}
pm = dynamic
pm.max_children = 16
pm.start_servers = 2
pm.min_spare_servers = 2
pm.max_spare_servers = 4
pm.status_path = /fpm-status
ping.path = /fpm-ping
ping.response = pong
request_terminate_timeout = 20s
catch_workers_output = yes
decorate_workers_output = no
clear_env = yes
env[APP_CONFIG] = ${pool.environment}
`
}
