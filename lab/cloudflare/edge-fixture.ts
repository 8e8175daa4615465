import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { createServer, request as requestHttps, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Cloudflare from 'cloudflare'
import { vi } from 'vitest'
import { type EdgeConfig, type RunningEdge, startEdge } from '@/lab/cloudflare/server'
import { edgeId } from '@/lab/cloudflare/state'
import { ensureTls } from '@/lab/tls/ensure-tls'

export const TOKEN = 'token-of-the-test'
export const ZONE = edgeId('zone askproai.de')
export const ACCOUNT = edgeId('account askproai')

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly origin: string | undefined
  readonly body: string
}

/** An edge before three real HTTPS origins, all on ephemeral ports of loopback. */
export class EdgeFixture {
  readonly #origins = new Map<string, Server>()
  readonly #originPorts = new Map<string, number>()

  private constructor(readonly folder: string) {}

  edge: RunningEdge | undefined

  static async start(): Promise<EdgeFixture> {
    const fixture = new EdgeFixture(await mkdtemp(join(tmpdir(), 'lab-edge-')))
    await ensureTls({ folder: fixture.folder })
    for (const name of ['nginx-1', 'nginx-2', 'backup-nginx']) await fixture.startOrigin(name)
    fixture.edge = await startEdge(await fixture.config())
    await Promise.all(['region-1', 'region-2'].map((pool) => fixture.#untilChecked(pool)))
    return fixture
  }

  async stop(): Promise<void> {
    await this.edge?.close()
    await Promise.all([...this.#origins.keys()].map((name) => this.stopOrigin(name)))
    await rm(this.folder, { recursive: true, force: true })
  }

  async config(change: Partial<EdgeConfig> = {}): Promise<EdgeConfig> {
    const anywhere = { address: '127.0.0.1', port: 0 }
    const originOf = (name: string) => ({
      name,
      address: '127.0.0.1',
      port: this.#originPorts.get(name) ?? 0,
    })
    return {
      stateFile: join(this.folder, 'state.json'),
      token: TOKEN,
      readOnlyToken: `${TOKEN}-that-reads`,
      clearanceKey: 'key',
      callsPerFiveMinutes: 1_200,
      tls: {
        key: await this.#readTls('cloudflare.key'),
        certificate: await this.#readTls('cloudflare.crt'),
        ca: await this.#readTls('ca.pem'),
      },
      listen: { https: anywhere, http: anywhere, apiHttps: anywhere, apiHttp: anywhere },
      origins: {
        'region-1': originOf('nginx-1'),
        'region-2': originOf('nginx-2'),
        backup: originOf('backup-nginx'),
      },
      originHttpPort: 80,
      publicHttpsPort: 443,
      ...change,
    }
  }

  client(apiToken = TOKEN, edge = this.edge): Cloudflare {
    const baseURL = `http://127.0.0.1:${edge?.ports.apiHttp}/client/v4`
    return new Cloudflare({ apiToken, baseURL, maxRetries: 0, timeout: 5_000 })
  }

  async setPool(name: string, enabled: boolean): Promise<void> {
    await this.client().loadBalancers.pools.edit(edgeId(`pool ${name}`), { account_id: ACCOUNT, enabled })
  }

  async poolHealth(name: string) {
    return this.client().loadBalancers.pools.health.get(edgeId(`pool ${name}`), { account_id: ACCOUNT })
  }

  /** An origin that tells what the edge told it. */
  async startOrigin(name: string, certificate = `${name}.crt`, keyOf = name): Promise<void> {
    const tls = { cert: await this.#readTls(certificate), key: await this.#readTls(`${keyOf}.key`) }
    const server = createServer(tls, ({ headers }, response) => {
      const seen = { connectingIp: headers['cf-connecting-ip'], forwardedFor: headers['x-forwarded-for'] }
      response.end(JSON.stringify({ ...seen, proto: headers['x-forwarded-proto'] }))
    })
    await new Promise<void>((resolve) => {
      server.listen(this.#originPorts.get(name) ?? 0, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (address && typeof address !== 'string') this.#originPorts.set(name, address.port)
    this.#origins.set(name, server)
  }

  async stopOrigin(name: string): Promise<void> {
    const server = this.#origins.get(name)
    const closed = new Promise((resolve) => server?.close(resolve))
    server?.closeAllConnections()
    await closed
  }

  async visit(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    const ca = await this.#readTls('ca.pem')
    const port = this.edge?.ports.https
    const options = { host: '127.0.0.1', port, path, method, ca, servername: 'askproai.de', agent: false }
    return answerOf(requestHttps({ ...options, headers: { host: 'askproai.de', ...headers } }))
  }

  visitPlain(path: string): Promise<Answer> {
    const options = { host: '127.0.0.1', port: this.edge?.ports.http, path, agent: false }
    return answerOf(requestHttp({ ...options, headers: { host: 'askproai.de' } }))
  }

  #readTls(file: string): Promise<string> {
    return readFile(join(this.folder, 'tls', file), 'utf8')
  }

  async #untilChecked(pool: string): Promise<void> {
    await vi.waitFor(async () => {
      if (!JSON.stringify(await this.poolHealth(pool)).includes('No failures'))
        throw new Error('not checked yet')
    }, 10_000)
  }
}

function answerOf(request: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('response', async (response: IncomingMessage) => {
      const body = (await response.toArray()).join('')
      const origin = response.headers['x-lab-origin']?.toString()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, origin, body })
    })
    request.end()
  })
}
