import { hostname } from 'node:os'
import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { ELSEWHERE, failed, judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { hostSchema, portSchema } from './settings'
import { unaskedEncryption } from './unasked-encryption'
import { askFastCgi, type FastCgiAnswer } from './wire/fastcgi'
import type { SocketAddress, SocketPath } from './wire/socket'

const pathSchema = z.string().regex(/^\/[\x21-\x3e\x40-\x7e]*$/, 'begins with / and has no query')

/** More does not fit into an address of a Unix socket. */
const LONGEST_SOCKET_PATH = 107

const settings = z
  .strictObject({
    host: hostSchema.optional(),
    port: portSchema.default(9000),
    socket: z.string().startsWith('/').max(LONGEST_SOCKET_PATH).optional().meta({
      description: 'Path of a Unix socket, in place of the host: what `fastcgi_pass unix:…` names.',
    }),
    machine: z.string().min(1).optional().meta({
      description:
        'Host name of the machine with the socket: a worker elsewhere says that it cannot look, and does not try.',
    }),
    pingPath: pathSchema.default('/fpm-ping').meta({ description: '`ping.path` of the pool.' }),
    pingReply: z.string().min(1).default('pong').meta({ description: '`ping.response` of the pool.' }),
    statusPath: pathSchema.optional().meta({ description: '`pm.status_path` of the pool; read when given.' }),
    maxQueued: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'More waiting requests than this are degraded.' }),
  })
  .refine(
    ({ host, socket }) => (host === undefined) !== (socket === undefined),
    'takes either a host or a socket',
  )
type FastCgiSettings = z.infer<typeof settings>

interface FastCgiMeasurement {
  readonly ping: FastCgiAnswer | ProbeFailure
  readonly status: FastCgiAnswer | ProbeFailure | undefined
}

/** What PHP-FPM tells in `?json`; the names are its own. */
const poolSchema = z.object({
  pool: z.string(),
  'process manager': z.string(),
  'start since': z.number(),
  'accepted conn': z.number(),
  'listen queue': z.number(),
  'idle processes': z.number(),
  'active processes': z.number(),
  'total processes': z.number(),
  'max children reached': z.number(),
})
type Pool = z.infer<typeof poolSchema>

export const fastcgiProbe = defineProbe<FastCgiSettings, FastCgiMeasurement>({
  kind: 'fastcgi',
  title: 'PHP-FPM ping and pool status',
  settings,
  async measure(asked, context) {
    const address = addressOf(asked)
    if (isElsewhere(asked)) return { ping: elsewhere(asked), status: undefined }
    const ping = toldOfSocket(asked, await askFastCgi(address, parametersFor(asked.pingPath, ''), context))
    if (ping.outcome === 'failed' || asked.statusPath === undefined) return { ping, status: undefined }
    return { ping, status: await askFastCgi(address, parametersFor(asked.statusPath, 'json'), context) }
  },
  judge(measurement, asked) {
    const verdict = judgePool(measurement, asked)
    const { ping } = measurement
    const facts =
      ping.outcome === 'failed' ? unaskedEncryption(spokenAt(asked), ping) : [spokenInClear(asked)]
    return facts === undefined ? verdict : { ...verdict, facts }
  },
})

function addressOf({ host, port, socket }: FastCgiSettings): SocketAddress | SocketPath {
  return socket === undefined ? { host: host ?? '', port } : { path: socket }
}

function isElsewhere({ socket, machine }: FastCgiSettings): boolean {
  return socket !== undefined && machine !== undefined && !isThisMachine(machine)
}

/** With or without its domain, as people write it. */
function isThisMachine(machine: string): boolean {
  const own = hostname().toLowerCase()
  const asked = machine.toLowerCase()
  return asked === own || asked.split('.')[0] === own || asked === own.split('.')[0]
}

function elsewhere({ machine }: FastCgiSettings): ProbeFailure {
  const detail = `its socket is on ${machine}, and this worker is on ${hostname()}: nobody sees it from here`
  return failed('connect', ELSEWHERE, 0, detail)
}

/** A socket that is not here is gone only where its machine is known to be this one. */
function toldOfSocket(
  { machine }: FastCgiSettings,
  ping: FastCgiAnswer | ProbeFailure,
): FastCgiAnswer | ProbeFailure {
  if (machine !== undefined || ping.outcome !== 'failed' || ping.code !== 'ENOENT') return ping
  const detail = `${hostname()}, where this worker is, has no such socket: it may be on another machine`
  return failed('connect', ELSEWHERE, ping.afterMs, detail)
}

/** FastCGI has no encryption of its own: that our records in clear were answered by records tells it all. */
function spokenInClear(asked: FastCgiSettings): FactDraft {
  const evidence = [
    asked.socket === undefined
      ? 'a FastCGI request in clear was answered in clear; FastCGI knows no encryption'
      : 'a FastCGI request in clear was answered over a Unix socket, which never leaves its machine',
  ]
  return { kind: 'encryption', ...spokenAt(asked), state: 'clear', failure: null, evidence }
}

function spokenAt({ host, port, socket }: FastCgiSettings) {
  const where = socket === undefined ? { host: host ?? '', port } : { host: socket, port: null }
  return { ...where, spoken: 'FastCGI', account: null } as const
}

function judgePool({ ping, status }: FastCgiMeasurement, asked: FastCgiSettings): Judgement {
  const address = { label: 'Address', value: asked.socket ?? `${asked.host}:${asked.port}` }
  if (ping.outcome === 'failed') return judgeFailure(ping, [address])
  const evidence = [
    address,
    { label: 'Ping', value: `${shorten(ping.body)} in ${milliseconds(ping.responseMs)}` },
  ]
  const figures = { responseMs: tenths(ping.responseMs) }
  if (ping.status !== 200 || ping.body.trim() !== asked.pingReply) {
    return judgement('down', `answers the ping with ${shorten(ping.body) || ping.status}`, {
      evidence,
      figures,
    })
  }
  if (status === undefined) {
    return judgement('healthy', `answers in ${milliseconds(ping.responseMs)}`, { evidence, figures })
  }
  return judgeStatus(status, asked, { evidence, figures })
}

function parametersFor(path: string, query: string): Record<string, string> {
  return {
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    SERVER_SOFTWARE: 'switchyard',
    REQUEST_METHOD: 'GET',
    SCRIPT_FILENAME: path,
    SCRIPT_NAME: path,
    REQUEST_URI: query === '' ? path : `${path}?${query}`,
    QUERY_STRING: query,
  }
}

interface Details {
  readonly evidence: readonly EvidenceLine[]
  readonly figures: Readonly<Record<string, number>>
}

function judgeStatus(
  status: FastCgiAnswer | ProbeFailure,
  asked: FastCgiSettings,
  details: Details,
): Judgement {
  const pool = status.outcome === 'answered' ? readPool(status.body) : undefined
  if (!pool) return judgement('degraded', 'answers the ping, but does not tell its status', details)
  const evidence = [...details.evidence, ...linesOf(pool)]
  const figures = {
    ...details.figures,
    busyWorkers: pool['active processes'],
    idleWorkers: pool['idle processes'],
    queuedRequests: pool['listen queue'],
    acceptedConnections: pool['accepted conn'],
    maxChildrenReached: pool['max children reached'],
  }
  const queued = pool['listen queue']
  if (queued > asked.maxQueued) {
    const reason = `${queued} ${queued === 1 ? 'request waits' : 'requests wait'} for a free worker`
    return judgement('degraded', reason, { evidence, figures })
  }
  const reason = `${pool['active processes']} of ${pool['total processes']} workers busy`
  return judgement('healthy', reason, { evidence, figures })
}

function readPool(body: string): Pool | undefined {
  try {
    return poolSchema.safeParse(JSON.parse(body)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function linesOf(pool: Pool): EvidenceLine[] {
  return [
    { label: 'Pool', value: `${pool.pool}, ${pool['process manager']}, up for ${pool['start since']} s` },
    {
      label: 'Workers',
      value: `${pool['active processes']} busy, ${pool['idle processes']} idle, ${pool['total processes']} in all`,
    },
    { label: 'Waiting requests', value: String(pool['listen queue']) },
    { label: 'Limit of workers reached', value: `${pool['max children reached']} times` },
  ]
}

function shorten(text: string): string {
  return text.trim().slice(0, 60)
}
