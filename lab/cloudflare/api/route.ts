import type { z } from 'zod'
import { ApiFailure, type ApiResult } from '@/lab/cloudflare/api/envelope'
import type { HealthChecks } from '@/lab/cloudflare/health-checks'
import type { EdgeState } from '@/lab/cloudflare/state'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly canWrite: boolean
}

export interface RouteContext {
  /** A copy to be changed; kept only when the call succeeds and is no dry run. */
  readonly state: EdgeState
  readonly health: Pick<HealthChecks, 'of'>
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
  readonly canWrite: boolean
  readonly now: string
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Segments that begin with a colon become parameters. */
  readonly path: string
  handle(context: RouteContext): ApiResult
}

/** The body in the shape that the route wants, or the API's own refusal. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ApiFailure(400, 1004, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}`)
}

export function requireItem<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string | undefined,
): Item {
  const item = items.find((candidate) => candidate.id === id)
  if (!item) throw new ApiFailure(404, 1001, `no object with id ${id} found`)
  return item
}

export function replaceItem<Item extends { readonly id: string }>(items: Item[], item: Item): Item {
  const index = items.findIndex(({ id }) => id === item.id)
  items.splice(index, 1, item)
  return item
}
