import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { untilHttpAnswers } from '@/lab/answers'
import { MissingBinaryError } from '@/lab/debian/locate-binary'
import type { Lab } from '@/lab/lab'
import { hostOf, MONITORING, portOf } from '@/lab/monitoring/addresses'
import { defineService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const NODE = 'loki'
const ENDPOINT = MONITORING.loki

/** Debian's package of this name is a program for genetics; Grafana's Loki runs where the machine has it. */
export const lokiService = defineService({
  node: NODE,
  address: hostOf(ENDPOINT),
  ports: [portOf(ENDPOINT)],
  packages: [],
  prepare: async (lab) => {
    if (!(await hasGrafanaLoki(lab))) throw new MissingBinaryError('loki (of Grafana)')
    const folder = await lab.makeFolder(NODE)
    await lab.makeFolder(NODE, 'data')
    await writeOwnedFile(join(folder, 'loki.yml'), configOf(join(folder, 'data')))
  },
  command: (lab) => ({ file: lab.binary('loki'), args: ['-config.file=loki.yml', '-log.level=warn'] }),
  isReady: (_lab, signal) => untilHttpAnswers(`http://${ENDPOINT}/ready`, signal),
})

/** The other program of this name knows no `-version` and prints no build. */
export async function hasGrafanaLoki(lab: Lab): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(lab.binary('loki'), ['-version'], { timeout: 5_000 })
    return stdout.startsWith('loki, version')
  } catch (error) {
    const isAnotherProgram = error instanceof Error && 'code' in error
    if (isAnotherProgram || error instanceof MissingBinaryError) return false
    throw error
  }
}

/** One process, files on disk, and both of its ports on its own address. */
function configOf(data: string): string {
  const address = hostOf(ENDPOINT)
  const ring = { kvstore: { store: 'inmemory' } }
  return stringify({
    auth_enabled: false,
    server: {
      http_listen_address: address,
      http_listen_port: portOf(ENDPOINT),
      grpc_listen_address: address,
      grpc_listen_port: 9096,
    },
    common: {
      path_prefix: data,
      replication_factor: 1,
      instance_addr: address,
      ring: { instance_addr: address, ...ring },
      storage: {
        filesystem: { chunks_directory: join(data, 'chunks'), rules_directory: join(data, 'rules') },
      },
    },
    ingester: {
      lifecycler: {
        address,
        ring: { ...ring, replication_factor: 1 },
        min_ready_duration: '0s',
        final_sleep: '0s',
      },
    },
    frontend: { address },
    schema_config: {
      configs: [
        {
          from: '2024-01-01',
          store: 'boltdb-shipper',
          object_store: 'filesystem',
          schema: 'v11',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    analytics: { reporting_enabled: false },
  })
}
