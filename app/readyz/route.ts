import { webRuntime } from '@/lib/server/runtime'
import { readiness } from '@/lib/server/services/readiness/readiness'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const { isReady, reason } = await readiness(webRuntime().database)
  return Response.json(
    { isReady, reason },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
