import { setTimeout as pause } from 'node:timers/promises'
import Cloudflare from 'cloudflare'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { type CloudflareSettings, cloudflareConnector } from '../cloudflare.connector'
import { cloudflareFailure } from './failure'
import { RequestBudget, type Taken } from './request-budget'

const FIVE_MINUTES_MS = 300_000
/** A step that waits for an approval must not spend, by being looked at, the requests that it needs once it may act. */
export const CLOUDFLARE_LOOKS_EVERY_MS = 15_000
/** How long a request waits for its turn. In a failover a few seconds cost less than a step that stops. */
const TURN_MS = 10_000
/** All clients of one API and token share one budget in the process, as the API counts them together. */
const budgets = new Map<string, RequestBudget>()

export interface CloudflareZone {
  readonly settings: CloudflareSettings
  readonly zone: { readonly zone_id: string }
  readonly account: { readonly account_id: string }
  /**
   * One question or change. `what` names it in the error: `reading the security level`. Throws an AppError with
   * words for people; a request that was not answered may still have been carried out, so callers read back.
   */
  ask<T>(
    what: string,
    call: (api: Cloudflare, options: { signal: AbortSignal }) => PromiseLike<T>,
  ): Promise<T>
  /** A question that changes nothing. `what` tells it from every other of the zone: evaluations share its answer. */
  look: CloudflareZone['ask']
}

/** Opens the declared connector by its slug. Nothing is sent yet. */
export async function openCloudflare(context: ActionContext, slug: string): Promise<CloudflareZone> {
  const settings = await context.connector(slug, cloudflareConnector.settings)
  const { scheme, host, port, basePath } = settings.api
  const baseURL = `${scheme}://${host}:${port}${basePath}`
  const account = `${baseURL} ${settings.token}`
  const budget = budgetOf(account, settings.requestsPerFiveMinutes, context.nowMs())
  const kept = context.looks ? budget.reserve : 0
  // Paid for by those who wait to ask; a question of several requests pays for its others as they come.
  let paid = 0
  const api = new Cloudflare({
    apiToken: await context.secret(settings.token),
    baseURL,
    timeout: settings.timeoutMs,
    maxRetries: 1,
    fetch: async (url, init) => {
      if (paid > 0) paid -= 1
      else refuseOver(budget.take(context.nowMs(), kept))
      return told(await fetch(url, init))
    },
  })
  const ask: CloudflareZone['ask'] = async (what, call) => {
    try {
      await untilTurn(budget, kept, context)
      paid += 1
      return await call(api, { signal: context.signal })
    } catch (error) {
      throw cloudflareFailure(what, error)
    }
  }
  return {
    settings,
    zone: { zone_id: settings.zoneId },
    account: { account_id: settings.accountId },
    ask,
    look(what, call) {
      const question = () => ask(what, call)
      return context.looks?.share(`${account} ${settings.zoneId} ${what}`, question) ?? question()
    },
  }
}

function budgetOf(key: string, requests: number, nowMs: number): RequestBudget {
  const known = budgets.get(key)
  if (known?.requests === requests) return known
  const made = new RequestBudget(requests, FIVE_MINUTES_MS, nowMs)
  budgets.set(key, made)
  return made
}

/** The SDK would wait as long as it is asked to, and the step's deadline would pass without a reason. */
function told(response: Response): Response {
  if (response.status !== 429) return response
  const headers = new Headers(response.headers)
  headers.set('x-should-retry', 'false')
  return new Response(response.body, { status: response.status, headers })
}

/** Throws `too-many-requests` when the turn would not come in time. */
async function untilTurn(
  budget: RequestBudget,
  kept: number,
  { signal, nowMs }: ActionContext,
): Promise<void> {
  const endsAtMs = nowMs() + TURN_MS
  let taken = budget.take(nowMs(), kept)
  while (!taken.isTaken) {
    if (nowMs() + taken.waitMs > endsAtMs) refuseOver(taken)
    await pause(taken.waitMs, undefined, { signal })
    taken = budget.take(nowMs(), kept)
  }
}

function refuseOver(taken: Taken): void {
  if (taken.isTaken) return
  const retryAfterSeconds = Math.ceil(taken.waitMs / 1_000)
  const message = `our own budget of Cloudflare requests is used up; the next in ${retryAfterSeconds} s`
  throw new AppError('too-many-requests', message, { retryAfterSeconds })
}
