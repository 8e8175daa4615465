import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { Api } from '@/lab/cloudflare/api/api'
import { Edge } from '@/lab/cloudflare/edge'
import { HealthChecks } from '@/lab/cloudflare/health-checks'
import { initialState } from '@/lab/cloudflare/initial-state'
import { OriginProxy } from '@/lab/cloudflare/origin-proxy'
import { SecurityEvents } from '@/lab/cloudflare/security-events'
import { StateStore } from '@/lab/cloudflare/state-store'

const Address = z.object({ address: z.string(), port: z.int() })
const NamedAddress = Address.extend({ name: z.string() })

export const EdgeConfig = z.object({
  stateFile: z.string(),
  token: z.string().min(1),
  readOnlyToken: z.string().min(1),
  clearanceKey: z.string().min(1),
  callsPerFiveMinutes: z.int().default(1_200),
  tls: z.object({ key: z.string(), certificate: z.string(), ca: z.string() }),
  listen: z.object({ https: Address, http: Address, apiHttps: Address, apiHttp: Address }),
  origins: z.object({ 'region-1': NamedAddress, 'region-2': NamedAddress, backup: NamedAddress }),
  originHttpPort: z.int(),
  /** Where visitors are redirected to; differs from 443 only where privileged ports are shifted. */
  publicHttpsPort: z.int(),
})

export type EdgeConfig = z.infer<typeof EdgeConfig>

export interface RunningEdge {
  /** The ports really bound, for those asked for as 0. */
  readonly ports: Record<keyof EdgeConfig['listen'], number>
  close(): Promise<void>
}

/** Starts the edge and its API in this process; resolves when all four listen. */
export async function startEdge(config: EdgeConfig): Promise<RunningEdge> {
  const store = await StateStore.open(config.stateFile, initialState(config.origins, new Date()))
  const { ca } = config.tls
  const health = new HealthChecks({ state: () => store.state, ca, serverName: store.state.zone.name })
  const proxy = new OriginProxy(ca)
  const events = new SecurityEvents()
  const edge = new Edge({
    state: () => store.state,
    health,
    proxy,
    events,
    clearanceKey: config.clearanceKey,
    originPorts: { http: config.originHttpPort, https: 443 },
    publicHttpsPort: config.publicHttpsPort,
  })
  const { token, readOnlyToken, callsPerFiveMinutes } = config
  const api = new Api({ store, health, token, readOnlyToken, callsPerFiveMinutes })
  const answerApi = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (incoming.url === '/metrics') outgoing.end(events.toMetrics(store.state.zone.name))
    else guard(outgoing, api.handle(incoming, outgoing))
  }
  const tls = { key: config.tls.key, cert: config.tls.certificate, minVersion: 'TLSv1.3' } as const
  const servers = {
    https: createHttpsServer(tls, (incoming, outgoing) =>
      guard(outgoing, edge.handle('https', incoming, outgoing)),
    ),
    http: createHttpServer((incoming, outgoing) => guard(outgoing, edge.handle('http', incoming, outgoing))),
    apiHttps: createHttpsServer(tls, answerApi),
    apiHttp: createHttpServer(answerApi),
  }
  const ports = {
    https: await listen(servers.https, config.listen.https),
    http: await listen(servers.http, config.listen.http),
    apiHttps: await listen(servers.apiHttps, config.listen.apiHttps),
    apiHttp: await listen(servers.apiHttp, config.listen.apiHttp),
  }
  health.start()
  return { ports, close: () => closeAll(Object.values(servers), health, proxy) }
}

/** A defect in one request must not take the edge down with it. */
function guard(outgoing: ServerResponse, handling: Promise<unknown>): void {
  handling.catch((error: unknown) => {
    console.error(error)
    outgoing.destroy()
  })
}

function listen(server: Server, { address, port }: z.infer<typeof Address>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => resolve(portOf(server.address())))
  })
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return address.port
}

async function closeAll(servers: readonly Server[], health: HealthChecks, proxy: OriginProxy): Promise<void> {
  health.stop()
  proxy.close()
  const closings = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  for (const server of servers) server.closeAllConnections()
  await Promise.all(closings)
}
