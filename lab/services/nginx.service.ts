import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { untilAnswers } from '@/lab/answers'
import { ADDRESS } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { nginxConfiguration } from '@/lab/nginx/nginx-configuration'
import { defineService, type LabService } from '@/lab/service'
import { ensureTls } from '@/lab/tls/ensure-tls'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const PHP_OF = { 'nginx-1': 'php-1', 'nginx-2': 'php-2', 'backup-nginx': 'backup-php' } as const

export const nginxServices: readonly LabService[] = (['nginx-1', 'nginx-2', 'backup-nginx'] as const).map(
  nginx,
)

function nginx(node: keyof typeof PHP_OF): LabService {
  const address = ADDRESS[node]
  return defineService({
    node,
    address,
    ports: [80, 443],
    packages: ['nginx'],
    async prepare(lab) {
      const folder = await lab.makeFolder(node)
      await ensureTls(lab)
      await lab.makeFolder(node, 'static', 'static')
      await writeOwnedFile(join(folder, 'static', 'static', 'health.txt'), `${node} serves\n`)
      const config = nginxConfiguration({
        folder,
        address,
        httpPort: lab.port(80),
        httpsPort: lab.port(443),
        certificate: join(lab.folder, 'tls', `${node}.crt`),
        key: join(lab.folder, 'tls', `${node}.key`),
        php: `${ADDRESS[PHP_OF[node]]}:${lab.port(9000)}`,
        application: join(lab.folderOf(PHP_OF[node]), 'app', 'public'),
      })
      await writeOwnedFile(join(folder, 'nginx.conf'), config)
    },
    command: (lab) => nginxCommand(lab, node),
    isReady: (lab, signal) => untilAnswers((attempt) => fetchHealthFile(lab, address, attempt), signal),
  })
}

export function nginxCommand(lab: Lab, node: string) {
  const folder = lab.folderOf(node)
  return {
    file: lab.binary('nginx'),
    args: ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')],
  }
}

/** By its address, so that only this host answers. The certificate is for people to judge, not for readiness. */
function fetchHealthFile(lab: Lab, address: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(join(lab.folder, 'tls', 'ca.pem'))
    const options = {
      host: address,
      port: lab.port(443),
      path: '/static/health.txt',
      ca,
      signal,
      agent: false,
    }
    request({ ...options, rejectUnauthorized: false }, (response) => {
      response.resume()
      if (response.statusCode === 200) resolve()
      else reject(new Error(`it answered ${response.statusCode}`))
    })
      .once('error', reject)
      .end()
  })
}
