import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { untilHttpAnswers } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { hostOf, MONITORING, portOf } from '@/lab/monitoring/addresses'
import { defineService } from '@/lab/service'
import { ALERTMANAGER_WEBHOOK } from '@/lab/stand-ins/stand-in-service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const NODE = 'alertmanager'
const ENDPOINT = MONITORING.alertmanager
const SLACK = `http://127.10.9.20:8080/services/${ALERTMANAGER_WEBHOOK}`
const EMAIL = '127.10.9.21'
const PROGRAM = 'alertmanager'
const INSTALLED = '/usr/share/prometheus/alertmanager'

export const alertmanagerService = defineService({
  node: NODE,
  address: hostOf(ENDPOINT),
  ports: [portOf(ENDPOINT)],
  packages: ['prometheus-alertmanager'],
  prepare: async (lab) => {
    const folder = await lab.makeFolder(NODE)
    await lab.makeFolder(NODE, 'data')
    await writeOwnedFile(join(folder, 'alertmanager.yml'), configOf(lab.port(25)))
    await relocate(lab, folder)
  },
  command: (lab) => ({
    file: join(lab.folderOf(NODE), PROGRAM),
    args: [
      '--config.file=alertmanager.yml',
      '--storage.path=data',
      `--web.listen-address=${ENDPOINT}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
  }),
  isReady: (_lab, signal) => untilHttpAnswers(`http://${ENDPOINT}/-/ready`, signal),
})

/**
 * Debian's build reads its message templates from a folder below /usr, where the lab installs nothing. The copy
 * that runs here has that folder's name replaced by one of the same length that means the node's own.
 */
async function relocate(lab: Lab, folder: string): Promise<void> {
  const program = await readFile(lab.binary('prometheus-alertmanager'))
  for (const template of ['default.tmpl', 'email.tmpl']) {
    const own = await firstReadable([lab.debianRoot, '/'].map((root) => join(root, INSTALLED, template)))
    if (own) await writeOwnedFile(join(folder, template), await readFile(own))
  }
  replaceAll(program, INSTALLED, `.${'/'.repeat(INSTALLED.length - 1)}`)
  await writeOwnedFile(join(folder, PROGRAM), program, 0o755)
}

/** In place, so both must have the same length: nothing else in the program may move. */
function replaceAll(program: Buffer, from: string, to: string): void {
  for (let at = program.indexOf(from); at >= 0; at = program.indexOf(from, at))
    program.write(to, at, 'latin1')
}

async function firstReadable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

/** Every alert goes to Slack and by mail. The one that always fires keeps the channels' last delivery fresh. */
function configOf(smtpPort: number): string {
  return stringify({
    global: {
      resolve_timeout: '1m',
      smtp_smarthost: `${EMAIL}:${smtpPort}`,
      smtp_from: 'alertmanager@askproai.de',
      smtp_require_tls: false,
    },
    route: {
      receiver: 'on-call',
      group_by: ['alertname'],
      group_wait: '2s',
      group_interval: '5s',
      repeat_interval: '1h',
      routes: [{ matchers: ['alertname = Watchdog'], receiver: 'on-call', repeat_interval: '1m' }],
    },
    receivers: [
      {
        name: 'on-call',
        slack_configs: [{ api_url: SLACK, channel: '#alerts', send_resolved: true }],
        email_configs: [{ to: 'ops@askproai.de', send_resolved: true }],
      },
    ],
  })
}
