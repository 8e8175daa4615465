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
import { findRule, type RuleBody, removeRule, saveRule } from '@/lib/server/connectors/cloudflare/rules'
import {
  readSecurityLevel,
  type SecurityLevel,
  securityLevels,
  writeSecurityLevel,
} from '@/lib/server/connectors/cloudflare/security-level'
import { checkZone } from '@/lib/server/connectors/cloudflare/zone-checks'
import { checkChallenges } from './challenge-checks'
import {
  EXEMPTION_REF,
  exemptionAsIs,
  exemptionRule,
  exemptPathSchema,
  isSameExemption,
} from './challenge-exemption'
import { checkExemption, checkLevelIsKnown, checkOverrides } from './security-level-checks'
import { notedLevel, noteGoal, noteLevel, wantedLevel } from './wanted-level'

const PHASE = 'http_config_settings'

const settings = z.strictObject({
  connector: slugSchema.default('cloudflare'),
  level: z.enum([...securityLevels, 'previous']).default('under_attack'),
  exempt: z
    .array(exemptPathSchema)
    .default([])
    .meta({ description: 'Paths whose visitors run no script: API, webhooks, health checks.' }),
  challengedPath: z.string().startsWith('/').default('/'),
})
export type SecurityLevelSettings = z.infer<typeof settings>

export const cloudflareSecurityLevelAction = defineAction<SecurityLevelSettings>({
  kind: 'cloudflare-security-level',
  title: 'Cloudflare: security level',
  settings,
  isDestructive: false,
  looksEveryMs: CLOUDFLARE_LOOKS_EVERY_MS,

  async describe(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const [now, wanted] = [await readSecurityLevel(zone), await wantedLevel(zone, asked.level, context)]
    const path = `/zones/${zone.settings.zoneId}`
    const level = wanted.isKnown ? wanted.level : 'previous'
    const exempts = asked.level !== 'previous' && asked.exempt.length > 0
    return {
      summary: `Sets the security level of ${zone.settings.zone} from ${now} to ${level}`,
      commands: [
        ...(exempts
          ? [`rule ${EXEMPTION_REF} in ${PHASE}: ${exemptionRule(asked.exempt, now).expression}`]
          : []),
        `PATCH ${path}/settings/security_level {"value":"${level}"}`,
        ...(asked.level === 'previous' ? [`DELETE rule ${EXEMPTION_REF} of ${PHASE}`] : []),
      ],
      facts: [
        { label: 'Level now', value: now },
        {
          label: 'Level wanted',
          value: wanted.isKnown ? `${wanted.level}, ${wanted.source}` : wanted.reason,
        },
        ...(exempts ? [{ label: 'Not challenged', value: asked.exempt.join(', ') }] : []),
      ],
    }
  },

  async preflight(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const checked = await checkZone(zone, '#zone_settings:edit')
    if (checked.outcome === 'failed' || checked.outcome === 'unknown') return [checked]
    const checks = [checked, await checkLevelIsKnown(zone, asked.level, context)]
    if (asked.level !== 'under_attack') return checks
    return [...checks, await checkOverrides(zone), await checkExemption(zone, asked.exempt)]
  },

  async execute(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const wanted = await wantedLevel(zone, asked.level, context)
    if (!wanted.isKnown) throw new AppError('conflict', wanted.reason)
    const before = await readSecurityLevel(zone)
    const noted = await noteLevel(context, before)
    await noteExemption(zone, context)
    const isLeaving = asked.level === 'previous'
    if (isLeaving) await noteGoal(context, wanted.level)
    const exemption = exemptionRule(asked.exempt.length > 0 ? asked.exempt : ['/'], noted)
    // Visitors that can not pass a challenge are let out before it comes, and taken in after it has gone.
    const isExempted =
      !isLeaving && asked.exempt.length > 0 && (await ensureExemption(zone, exemption, context))
    const isSet = before !== wanted.level && (await setLevel(zone, wanted.level, context))
    const isRemoved = isLeaving && (await dropExemption(zone, context))
    return {
      changed: isExempted || isSet || isRemoved,
      summary: isSet
        ? `the level went from ${before} to ${wanted.level}`
        : `the level was ${wanted.level} already`,
      evidence: [
        { label: 'Level before', value: before },
        { label: 'Level read back', value: await readSecurityLevel(zone) },
        ...(isExempted ? [{ label: `Rule ${EXEMPTION_REF}`, value: exemption.expression }] : []),
        ...(isRemoved ? [{ label: `Rule ${EXEMPTION_REF}`, value: 'removed' }] : []),
      ],
    }
  },

  async verify(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const level = await readSecurityLevel(zone)
    const wanted = await wantedLevel(zone, asked.level, context)
    const goal = wanted.isKnown ? wanted.level : undefined
    const readBack: PreflightCheck = {
      key: 'level',
      title: 'the level reads back as it was set',
      outcome: level === goal ? 'passed' : 'failed',
      reason: level === goal ? `it is ${level}` : `it is ${level}, not ${goal ?? 'the one before'}`,
      evidence: [{ label: 'Security level', value: level }],
    }
    return [readBack, ...(await checkChallenges(zone.settings.site, { ...asked, level }, context))]
  },

  /** Back to what this run found, for an abort. */
  async undo(asked, context): Promise<ActionResult> {
    const zone = await openCloudflare(context, asked.connector)
    const noted = await notedLevel(context)
    if (!noted) return { changed: false, summary: 'nothing had been changed', evidence: [] }
    const exemption = await notedExemption(context)
    const now = await readSecurityLevel(zone)
    // Let out before a challenge comes, and taken in after it has gone.
    const isExempted = exemption !== null && (await ensureExemption(zone, exemption, context))
    const isSet = now !== noted && (await setLevel(zone, noted, context))
    const isRemoved = exemption === null && (await dropExemption(zone, context))
    const evidence = [{ label: 'Level read back', value: await readSecurityLevel(zone) }]
    return { changed: isExempted || isSet || isRemoved, summary: `the level is ${noted} again`, evidence }
  },
})

const EXEMPTION_KEY = 'cloudflare-security-level.exemption-before'
const exemptionSchema = z.object({ rule: z.custom<RuleBody>().nullable() })

/** The exemption that was in the zone before this run; the first note counts. */
async function noteExemption(zone: CloudflareZone, context: ActionContext): Promise<void> {
  if (exemptionSchema.safeParse(await context.recall(EXEMPTION_KEY)).success) return
  const now = await findRule(zone, PHASE, EXEMPTION_REF)
  await context.remember(EXEMPTION_KEY, { rule: now ? exemptionAsIs(now) : null })
}

async function notedExemption(context: ActionContext): Promise<RuleBody | null> {
  return exemptionSchema.safeParse(await context.recall(EXEMPTION_KEY)).data?.rule ?? null
}

async function ensureExemption(
  zone: CloudflareZone,
  wanted: RuleBody,
  context: ActionContext,
): Promise<boolean> {
  if (isSameExemption(await findRule(zone, PHASE, EXEMPTION_REF), wanted)) return false
  await context.assertHeld()
  await saveRule(zone, PHASE, wanted)
  return true
}

async function dropExemption(zone: CloudflareZone, context: ActionContext): Promise<boolean> {
  if (!(await findRule(zone, PHASE, EXEMPTION_REF))) return false
  await context.assertHeld()
  return removeRule(zone, PHASE, EXEMPTION_REF)
}

/** Reads back: an answer that never came may hide a change that was made. */
async function setLevel(
  zone: CloudflareZone,
  level: SecurityLevel,
  context: ActionContext,
): Promise<boolean> {
  await context.assertHeld()
  const failure = await writeSecurityLevel(zone, level).then(
    () => undefined,
    (error: unknown) => error,
  )
  if ((await readSecurityLevel(zone)) === level) return true
  throw failure ?? new AppError('unavailable', `Cloudflare took the level ${level} and does not have it`)
}
