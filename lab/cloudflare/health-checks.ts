import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import {
  type CheckResult,
  isExpectedCode,
  nextOriginHealth,
  type OriginHealth,
  UNCHECKED,
} from '@/lab/cloudflare/pool-health'
import type { EdgeState, Monitor, Pool } from '@/lab/cloudflare/state'

type Origin = Pool['origins'][number]

export interface HealthChecksOptions {
  readonly state: () => EdgeState
  readonly ca: string
  readonly serverName: string
}

/** Checks every origin of every monitored pool at its monitor's interval, with the monitor's deadline. */
export class HealthChecks {
  readonly #health = new Map<string, OriginHealth>()
  readonly #dueAtMs = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(readonly options: HealthChecksOptions) {}

  start(): void {
    this.#tick()
    this.#timer = setInterval(() => this.#tick(), 250)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  of(poolId: string, origin: string): OriginHealth {
    return this.#health.get(keyOf(poolId, origin)) ?? UNCHECKED
  }

  #tick(): void {
    const { pools, monitors } = this.options.state()
    for (const pool of pools) {
      const monitor = monitors.find(({ id }) => id === pool.monitor)
      if (monitor) for (const origin of pool.origins) this.#checkWhenDue(pool, origin, monitor)
    }
  }

  #checkWhenDue(pool: Pool, origin: Origin, monitor: Monitor): void {
    const key = keyOf(pool.id, origin.name)
    const nowMs = Date.now()
    if (nowMs < (this.#dueAtMs.get(key) ?? 0)) return
    this.#dueAtMs.set(key, nowMs + monitor.interval * 1000)
    void checkOrigin(origin, monitor, this.options).then((result) => {
      this.#health.set(key, nextOriginHealth(this.of(pool.id, origin.name), result, monitor))
    })
  }
}

function keyOf(poolId: string, origin: string): string {
  return `${poolId} ${origin}`
}

/** Never rejects: whatever goes wrong is the result. */
function checkOrigin(origin: Origin, monitor: Monitor, options: HealthChecksOptions): Promise<CheckResult> {
  const startedAtMs = performance.now()
  const resultOf = (isPassed: boolean, reason: string, responseCode?: number): CheckResult => ({
    isPassed,
    responseCode,
    reason,
    rttMs: performance.now() - startedAtMs,
  })
  return new Promise((resolve) => {
    const request = (monitor.type === 'https' ? requestHttps : requestHttp)({
      host: origin.address,
      port: monitor.port ?? origin.port ?? (monitor.type === 'https' ? 443 : 80),
      path: monitor.path,
      method: monitor.method,
      headers: { 'user-agent': 'Cloudflare-Traffic-Manager/1.0 (lab)', ...headersOf(monitor) },
      agent: false,
      signal: AbortSignal.timeout(monitor.timeout * 1000),
      ca: options.ca,
      servername: options.serverName,
      rejectUnauthorized: !monitor.allow_insecure,
    })
    request.once('error', (error) => resolve(resultOf(false, reasonOf(error))))
    request.once('response', (response) => {
      response.resume()
      const code = response.statusCode ?? 0
      const isExpected = isExpectedCode(monitor.expected_codes, code)
      resolve(resultOf(isExpected, isExpected ? 'No failures' : 'Response code mismatch error', code))
    })
    request.end()
  })
}

function headersOf(monitor: Monitor): Record<string, string> {
  return Object.fromEntries(Object.entries(monitor.header).map(([name, values]) => [name, values.join(', ')]))
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'HTTP timeout occurred'
  const code = 'code' in error ? String(error.code) : error.message
  if (code === 'ECONNREFUSED') return 'TCP connection failed'
  return code.startsWith('ERR_TLS') || code.includes('CERT') || code.includes('VERIFY') ? 'TLS failure' : code
}
