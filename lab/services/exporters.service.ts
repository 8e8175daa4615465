import { join } from 'node:path'
import { untilHttpAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { hostOf, MONITORING, portOf } from '@/lab/monitoring/addresses'
import { defineService, type LabService } from '@/lab/service'
import { ensureTls } from '@/lab/tls/ensure-tls'
import { writeOwnedFile } from '@/lab/tls/owned-file'

interface Exporter {
  readonly node: 'node-exporter' | 'nginx-exporter' | 'mysql-exporter'
  readonly binary: string
  readonly after?: readonly string[]
  args(lab: Lab, endpoint: string): readonly string[]
  prepare?(lab: Lab): Promise<void>
}

/** Each translates one server's figures for Prometheus, and lives on when that server is gone. */
export const exporterServices: readonly LabService[] = [
  exporter({
    node: 'node-exporter',
    binary: 'prometheus-node-exporter',
    args: (_lab, endpoint) => [
      `--web.listen-address=${endpoint}`,
      '--no-collector.systemd',
      '--no-collector.textfile',
      '--log.level=warn',
    ],
  }),
  exporter({
    node: 'nginx-exporter',
    binary: 'prometheus-nginx-exporter',
    after: ['nginx-1'],
    args: (lab, endpoint) => [
      `-web.listen-address=${endpoint}`,
      `-nginx.scrape-uri=https://127.10.1.10:${lab.port(443)}/nginx_status`,
      '-nginx.ssl-verify=false',
      '-nginx.timeout=3s',
      // It gives up at start when nginx is down just then; an hour of tries is long enough to heal that.
      '-nginx.retries=3600',
      '-nginx.retry-interval=1s',
    ],
  }),
  exporter({
    node: 'mysql-exporter',
    binary: 'prometheus-mysqld-exporter',
    args: (lab, endpoint) => [
      `--web.listen-address=${endpoint}`,
      `--config.my-cnf=${clientFile(lab)}`,
      '--log.level=error',
    ],
    prepare: async (lab) => {
      await ensureTls(lab)
      await writeOwnedFile(clientFile(lab), clientConfig(lab), 0o600)
    },
  }),
]

function exporter({ node, binary, after = [], args, prepare }: Exporter): LabService {
  const endpoint = MONITORING[node]
  return defineService({
    node,
    address: hostOf(endpoint),
    ports: [portOf(endpoint)],
    packages: [binary],
    after,
    prepare: async (lab) => {
      await lab.makeFolder(node)
      await prepare?.(lab)
    },
    command: (lab) => ({ file: lab.binary(binary), args: args(lab, endpoint) }),
    isReady: (_lab, signal) => untilHttpAnswers(`http://${endpoint}/metrics`, signal),
  })
}

function clientFile(lab: Lab): string {
  return join(lab.folderOf('mysql-exporter'), 'client.cnf')
}

function clientConfig(lab: Lab): string {
  return `[client]
user = exporter
password = ${lab.secret('mariadb-exporter')}
host = 127.10.3.10
port = ${lab.port(3306)}
ssl-ca = ${join(lab.folder, 'tls', 'ca.pem')}
`
}
