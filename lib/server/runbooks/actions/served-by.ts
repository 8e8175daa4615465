import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { Site } from '@/lib/server/connectors/site'
import { visitSite } from '@/lib/server/connectors/visit-site'

/** Who must answer visitors: a header of the application names its host. */
export const servedBySchema = z.strictObject({
  path: z.string().startsWith('/').default('/api/ping'),
  header: z.string().default('x-served-by'),
  hosts: z.array(z.string().min(1)).min(1),
  visits: z.int().min(1).max(20).default(4),
  withinSeconds: z.number().min(1).max(120).default(30),
})
export type ServedBy = z.infer<typeof servedBySchema>

const ASKED_EVERY_MS = 200

/** Visits in a row, all answered by one of the hosts: requests land where they should. */
export async function checkServedBy(
  site: Site,
  { path, header, hosts, visits, withinSeconds }: ServedBy,
  context: ActionContext,
): Promise<PreflightCheck> {
  const base = { key: 'served-by', title: `visitors are served by ${hosts.join(' or ')}` }
  const untilMs = context.nowMs() + withinSeconds * 1_000
  for (;;) {
    const seen: string[] = []
    while (seen.length < visits) {
      const host = await servedBy(site, { path, header }, context)
      seen.push(host)
      if (!hosts.includes(host)) break
    }
    const evidence = [{ label: `${visits} visits of ${path}`, value: seen.join(', ') }]
    const isRight = seen.every((host) => hosts.includes(host))
    if (isRight) return { ...base, outcome: 'passed', reason: `${visits} visits in a row`, evidence }
    if (context.nowMs() > untilMs || context.signal.aborted) {
      return { ...base, outcome: 'failed', reason: `a visitor was served by ${seen.at(-1)}`, evidence }
    }
    await pause(ASKED_EVERY_MS)
  }
}

async function servedBy(
  site: Site,
  { path, header }: { readonly path: string; readonly header: string },
  context: ActionContext,
): Promise<string> {
  try {
    const { status, headers, isChallenged } = await visitSite(site, { path }, context)
    if (isChallenged) return 'a challenge'
    return String(headers[header] ?? `nobody that says its name (${status})`)
  } catch (error) {
    if (error instanceof AppError) return 'nobody: no answer'
    throw error
  }
}
