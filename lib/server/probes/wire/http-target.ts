import { z } from 'zod'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import type { ProbeFailure } from '../failure'
import { hostSchema, portSchema, schemeSchema, trustFields } from '../settings'
import { exchangeHttp, type HttpAnswer } from './http-exchange'
import { loadTrust } from './trust'

const headerText = z.string().regex(/^[\t\x20-\x7e]*$/, 'printable ASCII')

/** Where an HTTP request goes, and what goes with it. */
export const httpTargetFields = {
  scheme: schemeSchema,
  host: hostSchema,
  port: portSchema,
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'begins with / and has no spaces')
    .default('/'),
  hostHeader: z
    .string()
    .regex(/^[A-Za-z0-9.:[\]-]+$/)
    .optional()
    .meta({ description: 'The Host header, where it is not host and port.' }),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), headerText).optional(),
  bearerToken: secretReferenceSchema
    .optional()
    .meta({ description: 'Reference to a token to sign in with.' }),
  ...trustFields,
} as const

const httpTargetSchema = z.object(httpTargetFields)
export type HttpTarget = z.infer<typeof httpTargetSchema>

interface AskOptions {
  readonly method?: 'GET' | 'HEAD'
  readonly maxBodyBytes: number
}

/** One request to the target. Throws `unavailable` when a secret or a CA file of ours is missing. */
export async function askTarget(
  target: HttpTarget,
  context: ProbeContext,
  { method = 'GET', maxBodyBytes }: AskOptions,
): Promise<HttpAnswer | ProbeFailure> {
  const { host, port, path, hostHeader } = target
  const trust = target.scheme === 'https' ? await loadTrust(target, context) : undefined
  const headers = target.bearerToken === undefined ? target.headers : await withToken(target, context)
  return exchangeHttp({ host, port, trust, method, path, hostHeader, headers, maxBodyBytes }, context)
}

async function withToken(target: HttpTarget, context: ProbeContext): Promise<Record<string, string>> {
  if (target.bearerToken === undefined) return target.headers ?? {}
  return { ...target.headers, Authorization: `Bearer ${await context.secret(target.bearerToken)}` }
}

export function urlOf(target: HttpTarget): string {
  return `${target.scheme}://${target.host}:${target.port}${target.path}`
}
