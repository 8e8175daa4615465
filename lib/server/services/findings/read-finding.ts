import type { z } from 'zod'
import type { findingDetailSchema } from '@/lib/core/api/findings'
import { toInstant } from '@/lib/core/api/instant'
import { findRule } from '@/lib/core/findings/registry'
import { getFindingRecord, listFindingHistory } from '@/lib/server/repositories/finding.repository'
import { findCurrentRevision } from '@/lib/server/repositories/inventory.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toFindingWire } from './finding-wire'

/** Throws `not-found`. */
export async function readFinding(
  context: ServiceContext,
  id: string,
): Promise<z.output<typeof findingDetailSchema>> {
  requireRole(context, 'auditor')
  const { database } = context
  const record = await getFindingRecord(database, id)
  const [history, revision] = await Promise.all([
    listFindingHistory(database, id),
    findCurrentRevision(database),
  ])
  const rule = findRule(record.rule)
  const cited = (revision?.inventory.contradictions ?? []).filter((each) =>
    record.contradictions.includes(each.slug),
  )
  return {
    ...toFindingWire(record),
    ruleTitle: rule?.title ?? record.rule,
    reference: rule?.reference ?? '',
    declared: cited.map(({ slug, subject, why, statements }) => ({ slug, subject, why, statements })),
    history: history.map(({ atMs, ...entry }) => ({ ...entry, at: toInstant(atMs) })),
  }
}
