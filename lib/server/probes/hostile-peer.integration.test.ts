import { randomBytes } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProbeRunner, type ProbeRunner } from './probe-runner'
import { probeKinds } from './registry'

const TIMEOUT_MS = 400
/** What the runner promises, and time for a busy machine. */
const LATEST_MS = TIMEOUT_MS + 250 + 1_000

const password = 'env:PASSWORD'
const web = { scheme: 'http' }
const s3 = { ...web, bucket: 'backups', accessKey: password, secretKey: password }

/** The least settings of each kind; host and port come from the peer. */
const settingsOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  tcp: {},
  http: web,
  tls: {},
  dns: { zone: 'example.org' },
  'dns-zone': { zone: 'example.org' },
  'mta-sts': { domain: 'example.org' },
  'port-sweep': {},
  fastcgi: {},
  mariadb: { password, role: 'primary' },
  'mariadb-replication': { password },
  redis: { password },
  'redis-cluster': { password },
  horizon: { password, master: 'worker-1' },
  s3,
  's3-backup': { ...s3, maxAgeSeconds: 60 },
  'backup-job': web,
  ssh: {},
  ufw: { user: 'ops', privateKey: password, fingerprint: `SHA256:${'A'.repeat(43)}`, rules: [] },
  smtp: {},
  statuspage: web,
  prometheus: { ...web, query: 'up' },
  cloudflare: { ...web, zone: 'example.org', token: password },
  delivery: web,
  'app-health': web,
}

const behaviours: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': () => undefined,
  'hangs up at once': (socket) => socket.destroy(),
  'hangs up at the first word': (socket) => socket.once('data', () => socket.destroy()),
  'speaks nonsense': (socket) => {
    const babble = () => {
      if (socket.writable) socket.write(randomBytes(4_096), () => setImmediate(babble))
    }
    babble()
  },
  'answers with a page of HTML': (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>'),
}

const sockets = new Set<Socket>()
let server: Server
let port: number
let onConnection: (socket: Socket) => void
let runner: ProbeRunner

beforeEach(async () => {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.resume()
    onConnection(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  port = address.port
  const secrets = { read: async () => 'secret' }
  runner = createProbeRunner({ secrets, clock: { nowMs: () => Date.now() }, onSuspect: () => undefined })
})

afterEach(async () => {
  runner.close()
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => server.close(done))
})

/** Kinds that name their peers otherwise than by `host` and `port`. */
function peersOf(kind: string): Record<string, unknown> {
  const peer = { host: '127.0.0.1', port }
  if (kind === 'redis-cluster') return { members: [peer] }
  if (kind === 'dns-zone') return { servers: [peer] }
  return kind === 'port-sweep' ? { host: peer.host, ports: [{ port }] } : peer
}

function fullSettings(kind: string): Record<string, unknown> {
  return { ...settingsOf[kind], ...peersOf(kind) }
}

/** Kinds for which the page of HTML, or any connection at all, is all that they ask for. */
const contented: Readonly<Record<string, readonly string[]>> = {
  tcp: Object.keys(behaviours),
  'port-sweep': Object.keys(behaviours),
  http: ['answers with a page of HTML'],
}

describe.each(probeKinds.map(({ kind }) => kind))('the %s probe of a peer', (kind) => {
  it.each(Object.keys(behaviours))('ends in time and is not fooled, when the peer %s', async (name) => {
    onConnection = behaviours[name] ?? onConnection
    const startedMs = performance.now()
    const probe = { slug: 'node/probe', kind, settings: fullSettings(kind), timeoutMs: TIMEOUT_MS }
    const { judgement } = await runner.run(probe)
    expect(performance.now() - startedMs).toBeLessThan(LATEST_MS)
    expect(judgement.reason).not.toMatch(/the settings do not fit|did not end|the probe itself failed/)
    if (contented[kind]?.includes(name)) expect(judgement.status).toBe('healthy')
    else expect(['down', 'unknown']).toContain(judgement.status)
    runner.close()
    await vi.waitFor(() => expect(sockets.size).toBe(0))
  })
})
