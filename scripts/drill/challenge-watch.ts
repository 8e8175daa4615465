import { setTimeout as pause } from 'node:timers/promises'
import { openCloudflare } from '@/lib/server/connectors/cloudflare/client'
import { findRule } from '@/lib/server/connectors/cloudflare/rules'
import { readSecurityLevel } from '@/lib/server/connectors/cloudflare/security-level'
import { siteSchema } from '@/lib/server/connectors/site'
import { visitSite } from '@/lib/server/connectors/visit-site'
import { EXEMPTION_REF } from '@/lib/server/runbooks/actions/challenge-exemption'
import { declaredSettings, testActionContext } from '@/lib/testing/action-context'
import type { DrillWatch } from './drill'

const EVERY_MS = 50
const EXEMPT_EVERY_MS = 700
const VISITORS = 100
const CHALLENGED_WITHIN_MS = 2_000
const STEP = 'under-attack'
const LEAVE_STEP = 'leave'
/** Who runs no script: a client of the API, a sender of webhooks, a health check. */
const EXEMPT = [
  { path: '/api/ping', method: 'GET' },
  { path: '/api/webhook', method: 'POST' },
  { path: '/health', method: 'GET' },
] as const

export interface ChallengeFacts {
  /** From a person who asks for the mode to the first page that was answered with a challenge. */
  readonly clickToFirstChallengeMs: number | null
  /** The same from the begin of the attack: what people and the steps before it took is in it. */
  readonly attackToFirstChallengeMs: number | null
  /** Visits of those who run no script, by path, from the attack to the end of the run; none may be challenged. */
  readonly exemptVisits: Readonly<Record<string, number>>
  readonly exemptChallenges: number
  /** The level before the attack, and after the way back. */
  readonly levelBefore: string
  readonly levelAfter: string
  /** Whether pages are still challenged after the way back. */
  readonly challengedAfterWayBack: boolean
}

/** A visitor's eyes: when the page was first challenged, and whether those ever were who may not be. */
export async function watchChallenges(): Promise<DrillWatch> {
  const levelBefore = await levelNow()
  const stop = new AbortController()
  const page = untilPage(true, stop.signal)
  const exempt = watchExempt(stop.signal)
  return {
    async end({ faultAtMs, pressedAtMs }, world) {
      stop.abort()
      const firstAtMs = await page
      const { visits, challenges } = await exempt
      await world.run('leave-under-attack-mode')
      const since = (atMs: number | undefined) =>
        atMs === undefined || firstAtMs === null ? null : firstAtMs - atMs
      const facts: ChallengeFacts = {
        clickToFirstChallengeMs: since(pressedAtMs.get(STEP)),
        attackToFirstChallengeMs: since(faultAtMs),
        exemptVisits: visits,
        exemptChallenges: challenges,
        levelBefore,
        levelAfter: await levelNow(),
        challengedAfterWayBack: await isChallenged({ path: '/' }),
      }
      return { facts, holds: areAsTheyShould(facts) }
    },
  }
}

export interface WayOutFacts {
  /** From a person who asks for the way back to the first page that came without a challenge. */
  readonly clickToFirstPageMs: number | null
  readonly levelAfter: string
  /** Names of our own rules that are left in the zone. */
  readonly rulesLeft: readonly string[]
}

/** A visitor's eyes on the way out of the mode: when the page comes again. */
export async function watchWayOut(levelBefore: string): Promise<DrillWatch> {
  // From an address that the run's own look at its limit has not used up.
  if (!(await isChallenged({ path: '/', from: visitor(0) })))
    throw new Error('pages are not challenged: there is no way out')
  const stop = new AbortController()
  const page = untilPage(false, stop.signal)
  return {
    async end({ pressedAtMs }) {
      stop.abort()
      const [firstAtMs, pressedMs] = [await page, pressedAtMs.get(LEAVE_STEP)]
      const facts: WayOutFacts = {
        clickToFirstPageMs: firstAtMs === null || pressedMs === undefined ? null : firstAtMs - pressedMs,
        levelAfter: await levelNow(),
        rulesLeft: await ownRules(),
      }
      const isOut = facts.clickToFirstPageMs !== null && facts.clickToFirstPageMs >= 0
      return { facts, holds: isOut && facts.levelAfter === levelBefore && facts.rulesLeft.length === 0 }
    },
  }
}

async function ownRules(): Promise<readonly string[]> {
  const zone = await openCloudflare(testActionContext(), 'cloudflare')
  const refs = ['switchyard-attack-pages', 'switchyard-attack-api'].map(
    (ref) => ['http_ratelimit', ref] as const,
  )
  const wanted = [...refs, ['http_config_settings', EXEMPTION_REF] as const]
  const found: string[] = []
  for (const [phase, ref] of wanted) if (await findRule(zone, phase, ref)) found.push(ref)
  return found
}

function areAsTheyShould(facts: ChallengeFacts): boolean {
  const { clickToFirstChallengeMs, exemptVisits, exemptChallenges } = facts
  const isQuick =
    clickToFirstChallengeMs !== null &&
    clickToFirstChallengeMs >= 0 &&
    clickToFirstChallengeMs <= CHALLENGED_WITHIN_MS
  const areLetThrough = exemptChallenges === 0 && EXEMPT.every(({ path }) => (exemptVisits[path] ?? 0) > 0)
  return isQuick && areLetThrough && facts.levelAfter === facts.levelBefore && !facts.challengedAfterWayBack
}

/** When the page first came with, or without, a challenge; null when it never did. */
async function untilPage(wanted: boolean, signal: AbortSignal): Promise<number | null> {
  for (let visit = 0; !signal.aborted; visit += 1) {
    const seen = await visitNow({ path: '/', from: visitor(visit) }).catch(() => undefined)
    // One that is refused for another cause has seen neither.
    if (seen?.isChallenged === wanted && (wanted || seen.status === 200)) return Date.now()
    await pause(EVERY_MS)
  }
  return null
}

/** From many addresses, each of which asks less often than the limit of the runbook. */
function visitor(visit: number): string {
  return `127.67.0.${1 + (visit % VISITORS)}`
}

async function watchExempt(signal: AbortSignal) {
  const visits: Record<string, number> = {}
  let challenges = 0
  while (!signal.aborted) {
    for (const visit of EXEMPT) {
      const wasChallenged = await isChallenged(visit).catch(() => undefined)
      if (wasChallenged === undefined) continue
      visits[visit.path] = (visits[visit.path] ?? 0) + 1
      if (wasChallenged) challenges += 1
    }
    await pause(EXEMPT_EVERY_MS)
  }
  return { visits, challenges }
}

async function isChallenged(visit: Visit): Promise<boolean> {
  return (await visitNow(visit)).isChallenged
}

type Visit = Parameters<typeof visitSite>[1]

function visitNow(visit: Visit) {
  return visitSite(siteSchema.parse(declaredSettings('cloudflare').site), visit, testActionContext())
}

async function levelNow(): Promise<string> {
  return readSecurityLevel(await openCloudflare(testActionContext(), 'cloudflare'))
}
