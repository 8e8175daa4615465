import { type EventWire, streamEvents } from '@/lib/core/api/events'
import { toInstant } from '@/lib/core/api/instant'
import { AppError } from '@/lib/core/errors/app-error'
import type { StoredEvent } from '@/lib/core/events/event'
import { toPatchWire } from '@/lib/core/topology/to-topology-wire'
import { stillAuthenticated } from '@/lib/server/auth/authenticate'
import type { HubMessage } from '@/lib/server/live/event-hub'
import type { LiveMessage } from '@/lib/server/live/live-topology'
import { type Live, sharedLive } from '@/lib/server/live/shared-live'
import { requestMetrics } from '@/lib/server/metrics/request-metrics'
import { requireRole } from '@/lib/server/services/service-context'
import { type Call, defineRawRoute } from '../define-route'
import { eventStream, type StreamWriter } from '../event-stream'

/** How long a stream may outlive the session or token that opened it, at most. */
const RECHECK_MS = 15_000
/** Streams end after 20 to 30 minutes: opened again they bring the browser a fresh session cookie. */
const LONGEST_MS = 20 * 60_000
const LONGEST_SPREAD_MS = 10 * 60_000

export const eventRoutes = [
  defineRawRoute(streamEvents, async (call) => {
    requireRole(call.context, 'auditor')
    const { database, databaseUrl, log } = call.runtime
    const live = sharedLive({ database, url: databaseUrl, log })
    const afterId = lastEventId(call)
    return eventStream((writer) => connect(call, { live, writer, afterId }))
  }),
]

interface Connection {
  readonly live: Live
  readonly writer: StreamWriter
  readonly afterId: number | undefined
}

/** Events first, then the topology: a patch never arrives before the event that explains it is under way. */
function connect(call: Call<typeof streamEvents>, { live, writer, afterId }: Connection): () => void {
  const closers = [
    live.hub.subscribe(afterId, (message) => sendEvent(writer, message)),
    live.topology.subscribe((message) => sendTopology(writer, live, message)),
    every(RECHECK_MS, () => endWhenShutOut(call, writer)),
    after(LONGEST_MS + Math.random() * LONGEST_SPREAD_MS, () => writer.end()),
  ]
  return () => {
    for (const close of closers) close()
  }
}

function sendEvent(writer: StreamWriter, message: HubMessage): void {
  switch (message.kind) {
    case 'event': {
      const delaySeconds = Math.max(0, Date.now() - message.event.atMs) / 1000
      requestMetrics().eventDelaySeconds.observe(delaySeconds)
      writer.send('event', toEventWire(message.event), message.event.id)
      break
    }
    case 'gap':
      writer.send('resync', { reason: 'events-lost' })
      break
    case 'status':
      break
  }
}

function sendTopology(writer: StreamWriter, live: Live, message: LiveMessage): void {
  switch (message.kind) {
    case 'patch':
      writer.send('patch', toPatchWire(message.difference, message.generatedAtMs))
      break
    case 'revision':
      writer.send('resync', { reason: 'inventory-applied' })
      break
    case 'tick':
      writer.send('tick', {
        at: toInstant(message.nowMs),
        database: live.hub.status === 'live' ? 'live' : 'away',
        newestEventId: live.hub.newestId ?? null,
        validUntil: Object.fromEntries(
          Object.entries(message.validUntilMs).map(([key, atMs]) => [key, toInstant(atMs)]),
        ),
      })
      break
    case 'status':
      break
  }
}

function toEventWire({ id, atMs, body }: StoredEvent): EventWire {
  return { id, at: toInstant(atMs), body }
}

function lastEventId({ request, query }: Call<typeof streamEvents>): number | undefined {
  const header = request.headers.get('last-event-id')
  if (header === null) return query.lastEventId
  if (/^\d{1,15}$/.test(header)) return Number(header)
  throw new AppError('bad-input', 'Last-Event-ID must be the id of an event.')
}

/** With the database away nobody can tell, and the stream itself says so. */
async function endWhenShutOut(call: Call<typeof streamEvents>, writer: StreamWriter): Promise<void> {
  const isIn = await stillAuthenticated(call.runtime, call.caller, call.request.headers)
  if (!isIn) writer.end()
}

function every(intervalMs: number, work: () => Promise<void>): () => void {
  const timer = setInterval(() => void work(), intervalMs)
  return () => clearInterval(timer)
}

function after(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs)
  return () => clearTimeout(timer)
}
