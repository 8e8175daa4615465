import { z } from 'zod'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { CloudflareZone } from '@/lib/server/connectors/cloudflare/client'
import { findRule } from '@/lib/server/connectors/cloudflare/rules'
import {
  readSecurityLevel,
  type SecurityLevel,
  securityLevels,
} from '@/lib/server/connectors/cloudflare/security-level'
import { EXEMPTION_REF, levelBefore } from './challenge-exemption'

const NOTED_KEY = 'cloudflare-security-level.before'
/** What a run that leaves Under Attack goes back to: the rule that says it is gone at the end. */
const GOAL_KEY = 'cloudflare-security-level.goal'
/** The run's parameter that overrules what was noted. */
const PARAMETER = 'level'

const levelSchema = z.enum(securityLevels)

/** Where the level comes from that is to be in force, with words about it. */
export type WantedLevel =
  | { readonly isKnown: true; readonly level: SecurityLevel; readonly source: string }
  | { readonly isKnown: false; readonly reason: string }

/**
 * `previous` is what the run's parameter says, else what this run noted, or the one that it takes back, else what our
 * rule in the zone says.
 */
export async function wantedLevel(
  zone: CloudflareZone,
  asked: SecurityLevel | 'previous',
  context: ActionContext,
): Promise<WantedLevel> {
  if (asked !== 'previous') return { isKnown: true, level: asked, source: 'the runbook says so' }
  const chosen = levelSchema.safeParse(context.run.parameters[PARAMETER])
  if (chosen.success) return { isKnown: true, level: chosen.data, source: 'chosen when the run started' }
  const goal = levelSchema.safeParse(await context.recall(GOAL_KEY)).data
  const noted = goal ?? (await notedLevel(context))
  if (noted && noted !== 'under_attack') return { isKnown: true, level: noted, source: 'noted by this run' }
  const before = levelSchema.safeParse(await context.recallBefore(NOTED_KEY)).data
  if (before && before !== 'under_attack')
    return { isKnown: true, level: before, source: 'noted by the run that this one takes back' }
  const kept = levelBefore(await findRule(zone, 'http_config_settings', EXEMPTION_REF))
  if (kept) return { isKnown: true, level: kept, source: `noted in the zone, in the rule ${EXEMPTION_REF}` }
  const now = await readSecurityLevel(zone)
  if (now !== 'under_attack') return { isKnown: true, level: now, source: 'already left' }
  return {
    isKnown: false,
    reason: 'nobody noted which level was in force before; choose it when the run starts',
  }
}

export async function notedLevel(context: ActionContext): Promise<SecurityLevel | undefined> {
  return levelSchema.safeParse(await context.recall(NOTED_KEY)).data
}

export async function noteGoal(context: ActionContext, level: SecurityLevel): Promise<void> {
  await context.remember(GOAL_KEY, level)
}

/** Notes the level before anything changes; a repeat after a crash keeps the first note. */
export async function noteLevel(context: ActionContext, level: SecurityLevel): Promise<SecurityLevel> {
  const noted = await notedLevel(context)
  if (noted) return noted
  await context.remember(NOTED_KEY, level)
  return level
}
