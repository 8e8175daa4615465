import { webRuntime } from '@/lib/server/runtime'
import { readiness } from '@/lib/server/services/readiness/readiness'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const { database, log } = webRuntime()
  const ready = await readiness(database, (error) => log.warn({ err: error }, 'not ready'))
  return Response.json(ready, {
    status: ready.isReady ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
