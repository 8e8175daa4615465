import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { SecurityLevel } from '@/lib/server/connectors/cloudflare/security-level'
import { reasonOf } from '@/lib/server/connectors/cloudflare/zone-checks'
import type { Site } from '@/lib/server/connectors/site'
import { visitSite } from '@/lib/server/connectors/visit-site'

/** A change reaches the edge within seconds. */
const SPREADS_WITHIN_MS = 20_000
const ASKED_EVERY_MS = 100

interface Asked {
  readonly level: SecurityLevel
  readonly challengedPath: string
  readonly exempt: readonly string[]
}

/** What a visitor without cookies meets at the edge: the effect itself, not what the API says of it. */
export async function checkChallenges(
  site: Site,
  { level, challengedPath, exempt }: Asked,
  context: ActionContext,
): Promise<readonly PreflightCheck[]> {
  const isUnderAttack = level === 'under_attack'
  const checks = [await checkPath(site, { path: challengedPath, isChallenged: isUnderAttack }, context)]
  if (!isUnderAttack) return checks
  for (const path of exempt) {
    checks.push(await checkPath(site, { path: path.replace(/\*$/, ''), isChallenged: false }, context))
  }
  return checks
}

async function checkPath(
  site: Site,
  wanted: { readonly path: string; readonly isChallenged: boolean },
  context: ActionContext,
): Promise<PreflightCheck> {
  const base = {
    key: `visit-${wanted.path.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'home'}`,
    title: `a visitor of ${wanted.path} is ${wanted.isChallenged ? '' : 'not '}challenged`,
  }
  const untilMs = context.nowMs() + SPREADS_WITHIN_MS
  for (;;) {
    const seen = await look(site, wanted.path, context)
    if (seen.isChallenged === wanted.isChallenged) return { ...base, outcome: 'passed', ...seen.words }
    if (context.nowMs() > untilMs || context.signal.aborted) {
      const outcome = seen.isChallenged === undefined ? 'unknown' : 'failed'
      return { ...base, outcome, ...seen.words }
    }
    await pause(ASKED_EVERY_MS)
  }
}

async function look(site: Site, path: string, context: ActionContext) {
  try {
    const { status, headers, isChallenged } = await visitSite(site, { path }, context)
    // Refused for another cause: whether it would be challenged can not be seen.
    const isLimited = status === 429
    const reason = isChallenged ? 'answered with a challenge' : `answered ${status}`
    const evidence = [
      { label: `GET ${path}`, value: isChallenged ? `${status}, cf-mitigated: challenge` : String(status) },
      { label: 'cf-ray', value: String(headers['cf-ray'] ?? 'none') },
    ]
    return { isChallenged: isLimited ? undefined : isChallenged, words: { reason, evidence } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { isChallenged: undefined, words: { reason: reasonOf(error), evidence: [] } }
  }
}
