import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import {
  type ActionContext,
  type ActionResult,
  defineAction,
  type PreflightCheck,
} from '@/lib/core/runbooks/action-definition'
import {
  CLOUDFLARE_LOOKS_EVERY_MS,
  type CloudflareZone,
  openCloudflare,
} from '@/lib/server/connectors/cloudflare/client'
import {
  findRule,
  type RuleBody,
  removeRule,
  saveRule,
  tryRule,
  type ZoneRule,
} from '@/lib/server/connectors/cloudflare/rules'
import { checkZone, readZone, reasonOf } from '@/lib/server/connectors/cloudflare/zone-checks'

const PHASE = 'http_ratelimit'

const settings = z.strictObject({
  connector: slugSchema.default('cloudflare'),
  /** Stable: by it our own rule is found again. */
  ref: z.string().regex(/^switchyard-[a-z0-9-]+$/, 'switchyard- and a word: rules of others are left alone'),
  description: z.string().min(1).max(200),
  /** `absent` takes the rule away. */
  state: z.enum(['present', 'absent']).default('present'),
  expression: z.string().min(1),
  action: z.enum(['block', 'managed_challenge']).default('block'),
  requests: z.int().min(1).max(100_000),
  periodSeconds: z.union([10, 60, 120, 300, 600, 3_600].map((seconds) => z.literal(seconds))),
  mitigationSeconds: z.int().min(0).max(86_400),
  characteristics: z.array(z.string()).min(1).default(['ip.src', 'cf.colo.id']),
})
export type RateLimitSettings = z.infer<typeof settings>

/** Periods that a plan allows; the others allow what is longer too. */
const FREE_PERIODS = [10]
const PRO_PERIODS = [10, 60]

export const cloudflareRateLimitAction = defineAction<RateLimitSettings>({
  kind: 'cloudflare-rate-limit',
  title: 'Cloudflare: rate limit',
  settings,
  isDestructive: false,
  looksEveryMs: CLOUDFLARE_LOOKS_EVERY_MS,

  async describe(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const now = await findRule(zone, PHASE, asked.ref)
    const verb = asked.state === 'absent' ? 'Removes' : now ? 'Sets' : 'Adds'
    return {
      summary: `${verb} the rate limit ${asked.ref}: ${wordsOf(asked)}`,
      commands: [
        asked.state === 'absent'
          ? `DELETE rule ${asked.ref} of ${PHASE}`
          : `rule ${asked.ref} in ${PHASE}: ${JSON.stringify(bodyOf(asked))}`,
      ],
      facts: [
        { label: 'The rule now', value: now ? factsOf(now) : 'there is none' },
        { label: 'Counts', value: asked.expression },
      ],
    }
  },

  async preflight(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const checked = await checkZone(zone, '#waf:edit')
    if (checked.outcome === 'failed' || checked.outcome === 'unknown') return [checked]
    if (asked.state === 'absent') return [checked]
    return [checked, await checkPlan(zone, asked), await checkRule(zone, asked)]
  },

  async execute(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const before = await findRule(zone, PHASE, asked.ref)
    await noteBefore(before, asked, context)
    const changed = await bring(zone, asked, context)
    const after = await findRule(zone, PHASE, asked.ref)
    return {
      changed,
      summary: changed ? `the rule ${asked.ref} is ${asked.state}` : `the rule ${asked.ref} was so already`,
      evidence: [
        { label: 'Before', value: before ? factsOf(before) : 'there was none' },
        { label: 'Read back', value: after ? factsOf(after) : 'there is none' },
      ],
    }
  },

  async verify(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const rule = await findRule(zone, PHASE, asked.ref)
    const isRight = asked.state === 'absent' ? rule === undefined : isSame(rule, bodyOf(asked))
    const readBack: PreflightCheck = {
      key: 'rule',
      title: asked.state === 'absent' ? 'the rule is gone' : 'the rule reads back as it was set',
      outcome: isRight ? 'passed' : 'failed',
      reason: rule ? factsOf(rule) : 'there is none',
      evidence: [{ label: 'Rule', value: rule ? `${asked.ref}: ${rule.expression}` : 'none' }],
    }
    return [readBack]
  },

  async undo(asked, context): Promise<ActionResult> {
    const before = beforeSchema.safeParse(await context.recall(memoryKey(asked)))
    if (!before.success) return { changed: false, summary: 'nothing had been changed', evidence: [] }
    const { rule } = before.data
    const zone = await openCloudflare(context, asked.connector)
    const isAsBefore = (now: ZoneRule | undefined) =>
      rule === null
        ? now === undefined
        : now?.ratelimit !== undefined && isDeepStrictEqual(bodyOfRule(now), rule)
    const now = await findRule(zone, PHASE, asked.ref)
    const isSo = isAsBefore(now)
    if (!isSo) {
      await context.assertHeld()
      if (rule) await saveRule(zone, PHASE, rule)
      else await removeRule(zone, PHASE, asked.ref)
    }
    const after = isSo ? now : await findRule(zone, PHASE, asked.ref)
    const read = after ? factsOf(after) : 'there is none'
    if (!isAsBefore(after))
      throw new AppError('unavailable', `the rule ${asked.ref} reads back otherwise: ${read}`)
    const evidence = [{ label: 'Read back', value: read }]
    return { changed: !isSo, summary: `the rule ${asked.ref} is as it was before`, evidence }
  },
})

type LimitBody = Extract<RuleBody, { readonly ratelimit: unknown }>

function bodyOf(asked: RateLimitSettings): LimitBody {
  return {
    ref: asked.ref,
    description: asked.description,
    expression: asked.expression,
    action: asked.action,
    enabled: true,
    ratelimit: {
      characteristics: asked.characteristics,
      period: asked.periodSeconds,
      requests_per_period: asked.requests,
      mitigation_timeout: asked.mitigationSeconds,
    },
  }
}

function isSame(rule: ZoneRule | undefined, wanted: LimitBody): boolean {
  if (!rule?.ratelimit) return false
  const { characteristics, ...numbers } = wanted.ratelimit
  return (
    rule.enabled &&
    rule.action === wanted.action &&
    rule.expression === wanted.expression &&
    rule.ratelimit.characteristics.toSorted().join() === characteristics.toSorted().join() &&
    rule.ratelimit.period === numbers.period &&
    rule.ratelimit.requests_per_period === numbers.requests_per_period &&
    rule.ratelimit.mitigation_timeout === numbers.mitigation_timeout
  )
}

/** An answer that was lost may hide a rule that was made: the rule is looked for before the failure is told. */
async function bring(
  zone: CloudflareZone,
  asked: RateLimitSettings,
  context: ActionContext,
): Promise<boolean> {
  const now = await findRule(zone, PHASE, asked.ref)
  if (asked.state === 'absent') {
    if (!now) return false
    await context.assertHeld()
    return removeRule(zone, PHASE, asked.ref)
  }
  const wanted = bodyOf(asked)
  if (isSame(now, wanted)) return false
  await context.assertHeld()
  try {
    await saveRule(zone, PHASE, wanted)
  } catch (error) {
    if (!isSame(await findRule(zone, PHASE, asked.ref), wanted)) throw error
  }
  return true
}

const beforeSchema = z.object({ rule: z.custom<LimitBody>().nullable() })

function memoryKey({ ref }: RateLimitSettings): string {
  return `cloudflare-rate-limit.before.${ref}`
}

async function noteBefore(
  before: ZoneRule | undefined,
  asked: RateLimitSettings,
  context: ActionContext,
): Promise<void> {
  const key = memoryKey(asked)
  if ((await context.recall(key)) !== undefined) return
  await context.remember(key, { rule: before?.ratelimit ? bodyOfRule(before) : null })
}

function bodyOfRule({ ref, description, expression, action, enabled, ratelimit }: ZoneRule): LimitBody {
  return {
    ref,
    description,
    expression,
    action: action === 'managed_challenge' ? action : 'block',
    enabled,
    ratelimit: {
      characteristics: ratelimit?.characteristics ?? [],
      period: ratelimit?.period ?? 60,
      requests_per_period: ratelimit?.requests_per_period ?? 1,
      mitigation_timeout: ratelimit?.mitigation_timeout ?? 0,
    },
  }
}

async function checkRule(zone: CloudflareZone, asked: RateLimitSettings): Promise<PreflightCheck> {
  const base = { key: 'rule-taken', title: 'the API takes the rule', evidence: [] }
  try {
    await tryRule(zone, PHASE, bodyOf(asked))
    return { ...base, outcome: 'passed', reason: 'tried without keeping it' }
  } catch (error) {
    return { ...base, outcome: 'failed', reason: reasonOf(error) }
  }
}

/** What may be counted and for how long depends on the plan. */
async function checkPlan(zone: CloudflareZone, asked: RateLimitSettings): Promise<PreflightCheck> {
  const { plan } = await readZone(zone)
  const id = plan?.legacy_id
  const base = {
    key: 'plan',
    title: 'the plan allows the rule',
    evidence: [{ label: 'Plan', value: plan?.name ?? 'not told' }],
  }
  if (id === undefined)
    return { ...base, outcome: 'warning', reason: 'the API does not say which plan it is' }
  const periods = id === 'free' ? FREE_PERIODS : id === 'pro' ? PRO_PERIODS : undefined
  if (periods && !periods.includes(asked.periodSeconds)) {
    return { ...base, outcome: 'failed', reason: `it counts over ${periods.join(' or ')} s only` }
  }
  return { ...base, outcome: 'passed', reason: `${id} counts over ${asked.periodSeconds} s` }
}

function wordsOf({ requests, periodSeconds, action, mitigationSeconds }: RateLimitSettings): string {
  return `more than ${requests} requests in ${periodSeconds} s from one address: ${action} for ${mitigationSeconds} s`
}

function factsOf({ action, enabled, ratelimit }: ZoneRule): string {
  if (!ratelimit) return 'it limits nothing'
  const { requests_per_period: requests, period, mitigation_timeout: mitigation } = ratelimit
  return `${enabled ? 'on' : 'off'}: ${requests} in ${period} s, then ${action} for ${mitigation} s`
}
