import { toInstant } from '@/lib/core/api/instant'
import type { NodeHistory } from '@/lib/core/api/nodes'
import { probePolicySchema } from '@/lib/core/health/health-state'
import { healthSegments, healthShares, type Span } from '@/lib/core/health/history'
import type { InventoryNode } from '@/lib/core/inventory/node'
import { listNodeChanges, listObservedSpans, listRollups } from '@/lib/server/repositories/history.repository'
import { listWindowsWithin } from '@/lib/server/repositories/maintenance.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { getDeclaredNode } from './get-declared-node'

const HOUR_MS = 3_600_000
/** Beyond a week the sums of five minutes would be many and say little. */
const LONGEST_WITH_SUMS_MS = 7 * 24 * HOUR_MS

interface GetHistory {
  readonly slug: string
  readonly hours: number
}

/** The health of a node over the last hours. Throws `not-found` for a slug that is not declared. */
export async function getNodeHistory(context: ServiceContext, input: GetHistory): Promise<NodeHistory> {
  requireRole(context, 'auditor')
  const { database, clock } = context
  const node = await getDeclaredNode(database, input.slug)
  const toMs = clock.nowMs()
  const range = { fromMs: toMs - input.hours * HOUR_MS, toMs }
  const hasSums = range.toMs - range.fromMs <= LONGEST_WITH_SUMS_MS
  const [changes, observed, maintenance, sums] = await Promise.all([
    listNodeChanges(database, node.slug, range),
    listObservedSpans(database, node.slug, range),
    listWindowsWithin(database, node.slug, range),
    hasSums ? listRollups(database, node.slug, range) : [],
  ])
  const segments = healthSegments({ range, changes, observed, maintenance, shelfMs: shelfMsOf(node) })
  return {
    slug: node.slug,
    ...wireSpan(range),
    segments: segments.map(({ status, reason, ...span }) => ({ status, reason, ...wireSpan(span) })),
    shares: healthShares(segments),
    buckets: sums.map(({ atMs, ...bucket }) => ({ ...bucket, at: toInstant(atMs) })),
  }
}

/** The longest that any observation of the node may be believed. */
function shelfMsOf(node: InventoryNode): number {
  const shelves = node.probes.map((probe) => {
    const { intervalSeconds, timeoutSeconds, graceSeconds } = probePolicySchema.parse(probe.policy)
    return 2 * intervalSeconds + timeoutSeconds + graceSeconds
  })
  return Math.max(0, ...shelves) * 1000
}

function wireSpan({ fromMs, toMs }: Span) {
  return { from: toInstant(fromMs), to: toInstant(toMs) }
}
