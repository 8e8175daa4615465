import { untilHttpAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { hostOf, MONITORING, portOf } from '@/lab/monitoring/addresses'
import { defineService, type LabService } from '@/lab/service'

interface Exporter {
  readonly node: 'node-exporter' | 'nginx-exporter' | 'mysql-exporter'
  readonly binary: string
  readonly after?: readonly string[]
  args(lab: Lab, endpoint: string): readonly string[]
  environment?(lab: Lab): Readonly<Record<string, string>>
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
    args: (_lab, endpoint) => [`--web.listen-address=${endpoint}`, '--log.level=error'],
    environment: (lab) => ({ DATA_SOURCE_NAME: dataSource(lab) }),
  }),
]

function exporter({ node, binary, after = [], args, environment }: Exporter): LabService {
  const endpoint = MONITORING[node]
  return defineService({
    node,
    address: hostOf(endpoint),
    ports: [portOf(endpoint)],
    packages: [binary],
    after,
    prepare: async (lab) => {
      await lab.makeFolder(node)
    },
    command: (lab) => ({
      file: lab.binary(binary),
      args: args(lab, endpoint),
      ...(environment ? { env: environment(lab) } : {}),
    }),
    isReady: (_lab, signal) => untilHttpAnswers(`http://${endpoint}/metrics`, signal),
  })
}

/**
 * With time limits, which a my.cnf cannot give it: without them a hung database hangs whoever asks for its figures.
 * Only a my.cnf can name a CA, so the connection is encrypted and the certificate is not checked.
 */
function dataSource(lab: Lab): string {
  const limits = 'timeout=1s&readTimeout=1s&writeTimeout=1s'
  return `exporter:${lab.secret('mariadb-exporter')}@tcp(127.10.3.10:${lab.port(3306)})/?tls=skip-verify&${limits}`
}
