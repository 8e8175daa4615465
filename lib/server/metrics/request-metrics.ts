import { Counter, Gauge, Histogram } from 'prom-client'
import { processMetrics } from './process-metrics'

interface AnsweredRequest {
  /** The id of the endpoint, never the path: paths are without number. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

const shared = globalThis as typeof globalThis & {
  switchyardRequestMetrics?: ReturnType<typeof createRequestMetrics>
}

function createRequestMetrics() {
  const registers = [processMetrics()]
  return {
    requests: new Counter({
      name: 'switchyard_http_requests_total',
      help: 'Answered requests of the API.',
      labelNames: ['route', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'switchyard_http_request_duration_seconds',
      help: 'Time to the first byte of an answer.',
      labelNames: ['route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    streams: new Gauge({
      name: 'switchyard_sse_clients',
      help: 'Open event streams.',
      registers,
    }),
    droppedStreams: new Counter({
      name: 'switchyard_sse_dropped_total',
      help: 'Event streams ended because their reader was too slow.',
      registers,
    }),
    eventDelaySeconds: new Histogram({
      name: 'switchyard_event_delay_seconds',
      help: 'Time from an event being stored to its being sent to a stream.',
      buckets: [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
  }
}

export function requestMetrics(): ReturnType<typeof createRequestMetrics> {
  shared.switchyardRequestMetrics ??= createRequestMetrics()
  return shared.switchyardRequestMetrics
}

export function countRequest({ route, status, durationMs }: AnsweredRequest): void {
  const { requests, seconds } = requestMetrics()
  requests.inc({ route, status: String(status) })
  seconds.observe({ route }, durationMs / 1000)
}
