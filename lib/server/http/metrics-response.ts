import { AppError } from '@/lib/core/errors/app-error'
import { authenticate } from '@/lib/server/auth/authenticate'
import { addressOf, isLoopback } from '@/lib/server/auth/client-address'
import { refreshEstateMetrics } from '@/lib/server/metrics/estate-metrics'
import { renderMetrics } from '@/lib/server/metrics/process-metrics'
import { requestMetrics } from '@/lib/server/metrics/request-metrics'
import { webRuntime } from '@/lib/server/runtime'
import { problemResponse } from './problem-response'

/** The metrics of this web process, for scrapers on this machine and for whoever has a token or a session. */
export async function metricsResponse(request: Request): Promise<Response> {
  const runtime = webRuntime()
  try {
    if (!isLoopback(addressOf(request.headers))) await authenticate(runtime, request.headers)
  } catch (error) {
    if (error instanceof AppError) return problemResponse(error, crypto.randomUUID())
    throw error
  }
  requestMetrics()
  await refreshEstateMetrics(runtime.database, runtime.clock.nowMs())
  const { contentType, text } = await renderMetrics()
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
}
