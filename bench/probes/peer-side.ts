import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from '@/lab/debian/install-packages'
import { libraryPath } from '@/lab/debian/library-path'
import { locateBinary } from '@/lab/debian/locate-binary'
import { dataFolder } from '@/lib/server/config/data-folder'
import { type Child, passTime, startChild } from './child'
import { type Fleet, targetAddress } from './own-side'
import { processCpuMs } from './process-cpu'

export interface PeerMeasurement {
  readonly probes: number
  readonly healthy: number
  readonly blackboxMsPerProbe: number
  readonly prometheusMsPerProbe: number
}

const EXPORTER = '127.0.0.1:19215'
const PROMETHEUS = '127.0.0.1:19299'
const ANSWER_DEADLINE_MS = 10_000

/** Debian's Prometheus with its blackbox exporter on the same fleet at the same interval. */
export async function measurePeerSide(fleet: Fleet): Promise<PeerMeasurement> {
  const debian = join(dataFolder(), 'bench', 'debian')
  const packages = ['prometheus', 'prometheus-blackbox-exporter']
  await installPackages({ folder: debian, packages, log: (message) => console.error(message) })
  const root = join(debian, 'root')
  const work = join(dataFolder(), 'bench', 'peer')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  writeFileSync(join(work, 'exporter.yml'), exporterConfig)
  writeFileSync(join(work, 'prometheus.yml'), JSON.stringify(prometheusConfig(fleet)))
  const env = { LD_LIBRARY_PATH: libraryPath(root) }
  const start = (name: string, args: readonly string[]) =>
    startChild({ file: locateBinary(name, root), args: [...args, '--log.level=error'], env })
  const exporter = start('prometheus-blackbox-exporter', [
    `--config.file=${join(work, 'exporter.yml')}`,
    `--web.listen-address=${EXPORTER}`,
  ])
  const prometheus = start('prometheus', [
    `--config.file=${join(work, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(work, 'data')}`,
    `--web.listen-address=${PROMETHEUS}`,
  ])
  try {
    await passTime(fleet.warmUpSeconds * 1_000)
    return await measure(fleet, exporter, prometheus)
  } finally {
    await Promise.all([exporter.stop(), prometheus.stop()])
    rmSync(work, { recursive: true, force: true })
  }
}

async function measure(fleet: Fleet, exporter: Child, prometheus: Child): Promise<PeerMeasurement> {
  const read = async () => ({
    exporterMs: processCpuMs(exporter.pid),
    prometheusMs: processCpuMs(prometheus.pid),
  })
  const before = await read()
  await passTime(fleet.seconds * 1_000)
  const after = await read()
  // The number of scrapes is exact in the long run only; the interval and the number of targets are exact.
  const probes = (fleet.targets * fleet.seconds) / fleet.intervalSeconds
  return {
    probes,
    healthy: await query('sum(probe_success)'),
    blackboxMsPerProbe: (after.exporterMs - before.exporterMs) / probes,
    prometheusMsPerProbe: (after.prometheusMs - before.prometheusMs) / probes,
  }
}

async function query(expression: string): Promise<number> {
  const url = `http://${PROMETHEUS}/api/v1/query?query=${encodeURIComponent(expression)}`
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_DEADLINE_MS) })
  const match = /"value":\[[^,]+,"(\d+)"\]/.exec(await response.text())
  return Number(match?.[1] ?? 0)
}

const exporterConfig = `modules:
  http_2xx:
    prober: http
    timeout: 5s
    http: { preferred_ip_protocol: ip4 }
`

/** JSON is YAML. */
function prometheusConfig(fleet: Fleet): object {
  const targets = Array.from(
    { length: fleet.targets },
    (_, index) => `http://${targetAddress(index)}:${fleet.port}/health`,
  )
  return {
    global: { scrape_interval: `${fleet.intervalSeconds}s`, scrape_timeout: '5s' },
    scrape_configs: [
      {
        job_name: 'blackbox',
        metrics_path: '/probe',
        params: { module: ['http_2xx'] },
        static_configs: [{ targets }],
        relabel_configs: [
          { source_labels: ['__address__'], target_label: '__param_target' },
          { source_labels: ['__param_target'], target_label: 'instance' },
          { target_label: '__address__', replacement: EXPORTER },
        ],
      },
    ],
  }
}
