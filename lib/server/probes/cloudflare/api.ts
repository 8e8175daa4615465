import { z } from 'zod'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { failed, type ProbeFailure } from '../failure'
import type { HttpTarget } from '../wire/http-target'
import { askJson } from '../wire/json-answer'

const zoneSchema = z.object({
  id: z.string(),
  status: z.string(),
  paused: z.boolean(),
  account: z.object({ id: z.string() }),
})

const settingsSchema = z.array(z.object({ id: z.string(), value: z.unknown() }))

const rateLimitSchema = z.object({
  rules: z
    .array(
      z.object({
        description: z.string().default(''),
        expression: z.string(),
        enabled: z.boolean().default(true),
      }),
    )
    .default([]),
})

const balancerSchema = z.object({
  name: z.string(),
  enabled: z.boolean().default(true),
  default_pools: z.array(z.string()),
  fallback_pool: z.string(),
})

const poolSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  origins: z.array(z.object({ name: z.string(), enabled: z.boolean() })),
})
export type CloudflarePool = z.infer<typeof poolSchema>

export interface CloudflareFacts {
  readonly outcome: 'read'
  readonly zoneStatus: string
  readonly isPaused: boolean
  readonly securityLevel: string
  readonly sslMode: string | null
  readonly alwaysUseHttps: boolean | null
  readonly rateLimits: z.infer<typeof rateLimitSchema>['rules']
  readonly balancers: readonly z.infer<typeof balancerSchema>[]
  readonly pools: readonly CloudflarePool[]
  readonly responseMs: number
}

/** Reads zone, settings, rate limits, load balancers and pools; five requests of the 1,200 allowed in five minutes. */
export async function readCloudflare(
  target: HttpTarget,
  zoneName: string,
  context: ProbeContext,
): Promise<CloudflareFacts | ProbeFailure> {
  const startedMs = performance.now()
  const ask = <T>(path: string, shape: z.ZodType<T>) => askApi(target, path, { shape, context })
  const zones = await ask(`/zones?name=${encodeURIComponent(zoneName)}`, z.array(zoneSchema))
  if (zones.outcome === 'failed') return zones
  const [zone] = zones.value
  if (!zone) return failed('answer', 'ENOZONE', performance.now() - startedMs, `knows no zone ${zoneName}`)
  const settings = await ask(`/zones/${zone.id}/settings`, settingsSchema)
  if (settings.outcome === 'failed') return settings
  const settingOf = (id: string) => settings.value.find((setting) => setting.id === id)?.value
  const balancers = await ask(`/zones/${zone.id}/load_balancers`, z.array(balancerSchema))
  if (balancers.outcome === 'failed') return balancers
  const pools = await ask(`/accounts/${zone.account.id}/load_balancers/pools`, z.array(poolSchema))
  if (pools.outcome === 'failed') return pools
  // A zone without rate limits has no such rule set, which the API answers with 404.
  const limits = await ask(`/zones/${zone.id}/rulesets/phases/http_ratelimit/entrypoint`, rateLimitSchema)
  return {
    outcome: 'read',
    zoneStatus: zone.status,
    isPaused: zone.paused,
    securityLevel: textOf(settingOf('security_level')) ?? 'unknown',
    sslMode: textOf(settingOf('ssl')),
    alwaysUseHttps: onOrOff(settingOf('always_use_https')),
    rateLimits: limits.outcome === 'failed' ? [] : limits.value.rules,
    balancers: balancers.value,
    pools: pools.value,
    responseMs: performance.now() - startedMs,
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function onOrOff(value: unknown): boolean | null {
  return value === 'on' ? true : value === 'off' ? false : null
}

interface AskOptions<T> {
  readonly shape: z.ZodType<T>
  readonly context: ProbeContext
}

async function askApi<T>(
  target: HttpTarget,
  path: string,
  { shape, context }: AskOptions<T>,
): Promise<{ readonly outcome: 'answered'; readonly value: T } | ProbeFailure> {
  const envelope = z.object({ success: z.literal(true), result: shape })
  const answer = await askJson({ ...target, path: `${target.path}${path}` }, envelope, context)
  return answer.outcome === 'failed' ? answer : { outcome: 'answered', value: answer.value.result }
}
