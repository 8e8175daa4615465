import { join } from 'node:path'
import { untilHttpAnswers } from '@/lab/answers'
import { defineService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const NODE = 'grafana'
const ADDRESS = '127.10.4.23'
const PORT = 3000

/** Debian has no package of it. On a machine that has one it runs; elsewhere its node is unavailable and says so. */
export const grafanaService = defineService({
  node: NODE,
  address: ADDRESS,
  ports: [PORT],
  packages: [],
  prepare: async (lab) => {
    lab.binary('grafana')
    const folder = await lab.makeFolder(NODE)
    await lab.makeFolder(NODE, 'data')
    const paths = `[paths]\ndata = ${join(folder, 'data')}\nlogs = ${join(folder, 'data')}\n`
    await writeOwnedFile(
      join(folder, 'grafana.ini'),
      `${paths}[server]\nhttp_addr = ${ADDRESS}\nhttp_port = ${PORT}\n`,
    )
  },
  command: (lab) => ({
    file: lab.binary('grafana'),
    args: ['server', '--homepath', '/usr/share/grafana', '--config', join(lab.folderOf(NODE), 'grafana.ini')],
  }),
  isReady: (_lab, signal) => untilHttpAnswers(`http://${ADDRESS}:${PORT}/api/health`, signal),
})
