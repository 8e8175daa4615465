import { z } from 'zod'
import type { Role } from '@/lib/core/auth/role'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What one endpoint takes and gives. The server, the browser and the OpenAPI document all read this one. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  /** Unique; the operationId of the OpenAPI document. */
  readonly id: string
  readonly method: HttpMethod
  /** Below the server, with `{name}` for each parameter: `/api/v1/nodes/{slug}`. */
  readonly path: string
  readonly summary: string
  /** The least role that may call it. The service behind it checks; this says so to people and to tests. */
  readonly role: Role
  readonly params: Params
  readonly query: Query
  /** `noBody` where there is none, `fileBody` where it is a file. */
  readonly body: Body
  readonly response: Response
  /** The answer tells a secret once: it is not kept for repeats of the request. */
  readonly hasSecretAnswer?: boolean
  /** Other than `application/json`. */
  readonly contentType?: string
}

/** A file itself as the body, whatever its type: a browser sends a Blob, and the server reads bytes. */
export const fileBody = z
  .custom<Blob | Uint8Array>((value) => value instanceof Blob || value instanceof Uint8Array)
  .transform(asBytes)

/** The server parses what it has read, which is bytes; a Blob is only ever sent. */
function asBytes(body: Blob | Uint8Array): Uint8Array {
  if (body instanceof Uint8Array) return body
  throw new TypeError('a Blob is for sending')
}

export const noParams = z.strictObject({})
export const noQuery = z.strictObject({})
export const noBody = z.undefined()
/** For answers without a body; sent as 204. */
export const noContent = z.undefined()

export function defineEndpoint<
  Params extends z.ZodType = typeof noParams,
  Query extends z.ZodType = typeof noQuery,
  Body extends z.ZodType = typeof noBody,
  Response extends z.ZodType = typeof noContent,
>(parts: {
  readonly id: string
  readonly method: HttpMethod
  readonly path: string
  readonly summary: string
  readonly role: Role
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly response?: Response
  readonly hasSecretAnswer?: boolean
  readonly contentType?: string
}): Endpoint<Params, Query, Body, Response> {
  return {
    ...parts,
    params: parts.params ?? asSchema<Params>(noParams),
    query: parts.query ?? asSchema<Query>(noQuery),
    body: parts.body ?? asSchema<Body>(noBody),
    response: parts.response ?? asSchema<Response>(noContent),
  }
}

/** A part is left out only where its type parameter has its default, which is the very schema given here. */
function asSchema<Schema extends z.ZodType>(schema: z.ZodType): Schema {
  return schema as Schema
}
