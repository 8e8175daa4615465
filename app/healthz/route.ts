export const dynamic = 'force-dynamic'

/** Whether this process answers at all; `/readyz` tells whether it can do its work. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}
