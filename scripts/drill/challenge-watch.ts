import { setTimeout as pause } from 'node:timers/promises'
import type { RunWire } from '@/lib/core/api/runs'
import { openCloudflare } from '@/lib/server/connectors/cloudflare/client'
import { readSecurityLevel } from '@/lib/server/connectors/cloudflare/security-level'
import { siteSchema } from '@/lib/server/connectors/site'
import { visitSite } from '@/lib/server/connectors/visit-site'
import { declaredSettings, testActionContext } from '@/lib/testing/action-context'
import type { DrillWatch } from './drill'

const EVERY_MS = 500
const CHALLENGED_WITHIN_MS = 2_000
const LEVEL = 'medium'
const STEP = 'under-attack'
const REQUESTS: readonly string[] = ['step-queued', 'step-awaiting-approval']

/** A visitor's eyes: when the page was first challenged, and whether the API ever was. */
export function watchChallenges(): DrillWatch {
  const site = siteSchema.parse(declaredSettings('cloudflare').site)
  const stop = new AbortController()
  let firstChallengedAtMs: number | null = null
  let apiChallenges = 0
  let apiVisits = 0
  const look = async (path: string) => (await visitSite(site, { path }, testActionContext())).isChallenged
  const work = (async () => {
    while (!stop.signal.aborted) {
      if (firstChallengedAtMs === null && (await look('/').catch(() => false)))
        firstChallengedAtMs = Date.now()
      const isChallenged = await look('/api/ping').catch(() => undefined)
      if (isChallenged !== undefined) apiVisits += 1
      if (isChallenged) apiChallenges += 1
      await pause(EVERY_MS)
    }
  })()
  return {
    async end(run, world) {
      stop.abort()
      await work
      const requestedAtMs = requestedAt(run)
      const challengedAfterMs =
        requestedAtMs === null || firstChallengedAtMs === null ? null : firstChallengedAtMs - requestedAtMs
      await world.run('leave-under-attack-mode')
      const levelAfter = await levelNow()
      const isQuick = challengedAfterMs !== null && challengedAfterMs <= CHALLENGED_WITHIN_MS
      const facts = { challengedAfterMs, apiVisits, apiChallenges, levelAfter }
      return { facts, holds: isQuick && apiVisits > 0 && apiChallenges === 0 && levelAfter === LEVEL }
    },
  }
}

/** When a person last asked for the mode; what the worker takes to begin is part of the wait. */
function requestedAt({ timeline }: RunWire): number | null {
  const asked = timeline.filter(({ stepKey, kind }) => stepKey === STEP && REQUESTS.includes(kind))
  return asked.length === 0 ? null : Math.max(...asked.map(({ at }) => Date.parse(at)))
}

async function levelNow(): Promise<string> {
  return readSecurityLevel(await openCloudflare(testActionContext(), 'cloudflare'))
}
