import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { untilPortOpens } from '@/lab/answers'
import type { EdgeConfig } from '@/lab/cloudflare/server'
import type { Lab } from '@/lab/lab'
import { ownProgram } from '@/lab/own-program'
import { defineService } from '@/lab/service'
import { ensureTls } from '@/lab/tls/ensure-tls'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const NODE = 'cloudflare'
const EDGE = '127.10.0.10'
const API = '127.10.0.11'

/** The edge, and on an address of its own its API. Origins that do not answer yet are only origins that are down. */
export const cloudflareService = defineService({
  node: NODE,
  address: EDGE,
  ports: [443, 80],
  packages: [],
  after: ['nginx-1', 'nginx-2'],
  prepare: async (lab) => {
    await ensureTls(lab)
    await lab.makeFolder(NODE)
    await writeOwnedFile(configPath(lab), JSON.stringify(await configOf(lab)), 0o600)
  },
  command: (lab) => ownProgram(lab, { path: 'lab/cloudflare/main.ts', args: [configPath(lab)] }),
  isReady: async (lab, signal) => {
    await untilPortOpens(EDGE, lab.port(443), signal)
    await untilPortOpens(API, lab.port(80), signal)
  },
})

function configPath(lab: Lab): string {
  return join(lab.folderOf(NODE), 'config.json')
}

async function configOf(lab: Lab): Promise<EdgeConfig> {
  const tlsFile = (file: string) => readFile(join(lab.folder, 'tls', file), 'utf8')
  const [https, http] = [lab.port(443), lab.port(80)]
  return {
    stateFile: join(lab.folderOf(NODE), 'state.json'),
    token: lab.secret('cloudflare-token'),
    readOnlyToken: lab.secret('cloudflare-token-read'),
    clearanceKey: lab.secret('cloudflare-clearance'),
    callsPerFiveMinutes: 1_200,
    tls: {
      key: await tlsFile('cloudflare.key'),
      certificate: await tlsFile('cloudflare.crt'),
      ca: await tlsFile('ca.pem'),
    },
    listen: {
      https: { address: EDGE, port: https },
      http: { address: EDGE, port: http },
      apiHttps: { address: API, port: https },
      apiHttp: { address: API, port: http },
    },
    origins: {
      'region-1': { name: 'nginx-1', address: '127.10.1.10', port: https },
      'region-2': { name: 'nginx-2', address: '127.10.2.10', port: https },
      backup: { name: 'backup-nginx', address: '127.10.6.10', port: https },
    },
    originHttpPort: http,
    publicHttpsPort: https,
  }
}
