import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { untilHttpAnswers } from '@/lab/answers'
import { hostOf, MONITORING, portOf } from '@/lab/monitoring/addresses'
import { prometheusConfig } from '@/lab/monitoring/prometheus-config'
import { defineService } from '@/lab/service'
import { hasGrafanaLoki } from '@/lab/services/loki.service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const NODE = 'prometheus'
const ENDPOINT = MONITORING.prometheus

export const prometheusService = defineService({
  node: NODE,
  address: hostOf(ENDPOINT),
  ports: [portOf(ENDPOINT)],
  packages: ['prometheus'],
  prepare: async (lab) => {
    const folder = await lab.makeFolder(NODE)
    await lab.makeFolder(NODE, 'data')
    const rulesFile = join(folder, 'alert-rules.yml')
    const rules = await readFile(join(lab.projectFolder, 'lab', 'monitoring', 'alert-rules.yml'))
    await writeOwnedFile(rulesFile, rules)
    const hasLoki = await hasGrafanaLoki(lab)
    const config = prometheusConfig({ rulesFile, edge: `127.10.0.11:${lab.port(80)}`, hasLoki })
    await writeOwnedFile(join(folder, 'prometheus.yml'), config)
  },
  command: (lab) => ({
    file: lab.binary('prometheus'),
    args: [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      '--storage.tsdb.retention.time=2d',
      `--web.listen-address=${ENDPOINT}`,
      '--log.level=warn',
    ],
  }),
  isReady: (_lab, signal) => untilHttpAnswers(`http://${ENDPOINT}/-/ready`, signal),
})
