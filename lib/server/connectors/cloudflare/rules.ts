import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { CloudflareZone } from './client'

/** The phases that runbooks change. */
export type RulePhase = 'http_config_settings' | 'http_ratelimit'

const ruleSchema = z.object({
  id: z.string(),
  ref: z.string().default(''),
  action: z.string().default(''),
  expression: z.string().default(''),
  description: z.string().default(''),
  enabled: z.boolean().default(true),
  ratelimit: z
    .object({
      characteristics: z.array(z.string()),
      period: z.number(),
      requests_per_period: z.number().optional(),
      mitigation_timeout: z.number().optional(),
    })
    .optional(),
  action_parameters: z.record(z.string(), z.unknown()).optional(),
})
export type ZoneRule = z.infer<typeof ruleSchema>

const entrypointSchema = z.object({
  id: z.string(),
  version: z.string(),
  rules: z.array(ruleSchema).default([]),
})
type Entrypoint = z.infer<typeof entrypointSchema>

interface RuleText {
  /** Stable: by it we find our own rule again, whatever happened in between. */
  readonly ref: string
  readonly description: string
  readonly expression: string
  readonly enabled: boolean
}

export type RuleBody =
  | (RuleText & {
      readonly action: 'set_config'
      readonly action_parameters: { readonly security_level: 'essentially_off' }
    })
  | (RuleText & {
      readonly action: 'block' | 'managed_challenge'
      readonly ratelimit: {
        readonly characteristics: string[]
        readonly period: number
        readonly requests_per_period: number
        readonly mitigation_timeout: number
      }
    })

/** The phase's rules in their order; undefined when the zone has none there. */
export async function findEntrypoint(
  zone: CloudflareZone,
  phase: RulePhase,
): Promise<Entrypoint | undefined> {
  try {
    const found = await zone.look(`reading the rules of ${phase}`, (api, options) =>
      api.rulesets.phases.get(phase, zone.zone, options),
    )
    return entrypointSchema.parse(found)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined
    throw error
  }
}

export async function findRule(
  zone: CloudflareZone,
  phase: RulePhase,
  ref: string,
): Promise<ZoneRule | undefined> {
  return (await findEntrypoint(zone, phase))?.rules.find((rule) => rule.ref === ref)
}

/** Has the API check a rule without keeping it. Throws what it says against it. */
export async function tryRule(zone: CloudflareZone, phase: RulePhase, body: RuleBody): Promise<void> {
  await writeRule(zone, { phase, body, isDryRun: true })
}

/** Adds the rule, or makes the one with its ref so. A create is never repeated blindly: it is sent once. */
export async function saveRule(zone: CloudflareZone, phase: RulePhase, body: RuleBody): Promise<void> {
  await writeRule(zone, { phase, body, isDryRun: false })
}

async function writeRule(
  zone: CloudflareZone,
  { phase, body, isDryRun }: { phase: RulePhase; body: RuleBody; isDryRun: boolean },
): Promise<void> {
  const entrypoint = await findEntrypoint(zone, phase)
  const own = entrypoint?.rules.find(({ ref }) => ref === body.ref)
  const what = `${isDryRun ? 'trying' : 'saving'} the rule ${body.ref}`
  const target = { ...zone.zone, ...(isDryRun ? { dry_run: true } : {}) }
  await zone.ask(what, async (api, { signal }) => {
    const once = { signal, maxRetries: 0 }
    if (!entrypoint) {
      const ruleset = { kind: 'zone' as const, phase, name: 'default', rules: [body] }
      await api.rulesets.create({ ...target, ...ruleset }, once)
    } else if (own) {
      await api.rulesets.rules.edit(own.id, { ...target, ruleset_id: entrypoint.id, ...body }, { signal })
    } else {
      await api.rulesets.rules.create(entrypoint.id, { ...target, ...body }, once)
    }
  })
}

/** False when there was none. */
export async function removeRule(zone: CloudflareZone, phase: RulePhase, ref: string): Promise<boolean> {
  const entrypoint = await findEntrypoint(zone, phase)
  const own = entrypoint?.rules.find((rule) => rule.ref === ref)
  if (!entrypoint || !own) return false
  await zone.ask(`removing the rule ${ref}`, (api, options) =>
    api.rulesets.rules.delete(own.id, { ...zone.zone, ruleset_id: entrypoint.id }, options),
  )
  return true
}
