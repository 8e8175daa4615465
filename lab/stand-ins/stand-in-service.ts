import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { untilPortOpens } from '@/lab/answers'
import type { Lab } from '@/lab/lab'
import { ownProgram } from '@/lab/own-program'
import { defineService, type LabService } from '@/lab/service'
import type { StandInConfig } from '@/lab/stand-ins/stand-in'
import type { WebhookTarget } from '@/lab/stand-ins/webhook-sender'
import { ensureTls } from '@/lab/tls/ensure-tls'
import { writeOwnedFile } from '@/lab/tls/owned-file'

/** What follows /services/. */
export const ALERTMANAGER_WEBHOOK = 'T0LAB/B0LAB/alerts'

export interface StandInNode {
  readonly node: string
  readonly address: string
  readonly httpPort?: number
  readonly smtpPort?: number
  readonly answers?: StandInConfig['answers']
  /** Takes messages at the webhooks of Alertmanager and of the console only. */
  readonly hasWebhooks?: boolean
  /** Sends signed webhooks through the edge when told to. */
  readonly sendsWebhooks?: boolean
  /** Offers STARTTLS. */
  readonly hasTls?: boolean
}

/** One node that is the shared stand-in program with its own configuration. */
export function standInService(standIn: StandInNode): LabService {
  const { node, address, httpPort, smtpPort } = standIn
  const ports = [httpPort, smtpPort].filter((port) => port !== undefined)
  return defineService({
    node,
    address,
    ports,
    packages: [],
    prepare: async (lab) => {
      await ensureTls(lab)
      await lab.makeFolder(node)
      await writeOwnedFile(configPath(lab, node), JSON.stringify(await configOf(lab, standIn)), 0o600)
    },
    command: (lab) => ownProgram(lab, { path: 'lab/stand-ins/main.ts', args: [configPath(lab, node)] }),
    isReady: async (lab, signal) => {
      await Promise.all(ports.map((port) => untilPortOpens(address, lab.port(port), signal)))
    },
  })
}

function configPath(lab: Lab, node: string): string {
  return join(lab.folderOf(node), 'config.json')
}

async function configOf(lab: Lab, standIn: StandInNode): Promise<StandInConfig> {
  const { node, address, httpPort, smtpPort, answers = [], sendsWebhooks, hasWebhooks, hasTls } = standIn
  const tlsFile = (file: string) => readFile(join(lab.folder, 'tls', file), 'utf8')
  return {
    node,
    address,
    answers,
    ...(httpPort === undefined ? {} : { httpPort: lab.port(httpPort) }),
    ...(smtpPort === undefined ? {} : { smtpPort: lab.port(smtpPort) }),
    ...(hasTls ? { tls: { key: await tlsFile(`${node}.key`), cert: await tlsFile(`${node}.crt`) } } : {}),
    ...(hasWebhooks ? { webhooks: [ALERTMANAGER_WEBHOOK, lab.secret('slack-webhook')] } : {}),
    ...(sendsWebhooks ? { webhook: await targetOf(lab) } : {}),
  }
}

async function targetOf(lab: Lab): Promise<WebhookTarget> {
  return {
    address: '127.10.0.10',
    port: lab.port(443),
    host: 'askproai.de',
    path: '/api/webhook',
    ca: await readFile(join(lab.folder, 'tls', 'ca.pem'), 'utf8'),
    secret: lab.secret('webhook-signing'),
  }
}
