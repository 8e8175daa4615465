import { openApiDocument } from '@/lib/server/http/openapi'

export const dynamic = 'force-static'

/** The same for everybody: it describes the program, not the estate. */
export function GET(): Response {
  return Response.json(openApiDocument(), { headers: { 'x-content-type-options': 'nosniff' } })
}
