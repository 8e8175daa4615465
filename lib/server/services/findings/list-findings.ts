import type { z } from 'zod'
import type { listFindings as endpoint, FindingWire } from '@/lib/core/api/findings'
import { toInstant } from '@/lib/core/api/instant'
import { type FindingState, findingStatuses } from '@/lib/core/findings/life-cycle'
import { severities } from '@/lib/core/findings/rule-definition'
import { listFindingRecords, listRuleJudgements } from '@/lib/server/repositories/finding.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toFindingWire } from './finding-wire'

type Query = z.output<(typeof endpoint)['query']>

/** The worst first, questions last. */
export async function listFindings(context: ServiceContext, query: Query) {
  requireRole(context, 'auditor')
  const { database } = context
  const [records, judgements] = await Promise.all([
    listFindingRecords(database, statusesOf(query.status)),
    listRuleJudgements(database),
  ])
  const all = records.map(toFindingWire)
  const evaluatedAtMs = Math.max(0, ...[...judgements.values()].map((each) => each.evaluatedAtMs))
  return {
    findings: all.filter((finding) => isAsked(finding, query)).toSorted(byUrgency),
    counts: countOpen(await openFindings(context, query, all)),
    evaluatedAt: evaluatedAtMs === 0 ? null : toInstant(evaluatedAtMs),
  }
}

function statusesOf(status: Query['status']): readonly FindingState['status'][] {
  if (status === 'all') return findingStatuses
  return status === undefined ? ['open', 'acknowledged', 'waived'] : [status]
}

/** What the badge counts does not depend on what the list was asked for. */
async function openFindings(context: ServiceContext, query: Query, all: readonly FindingWire[]) {
  if (query.status === undefined || query.status === 'all' || query.status === 'open') {
    return all.filter((finding) => finding.status === 'open')
  }
  return (await listFindingRecords(context.database, ['open'])).map(toFindingWire)
}

function countOpen(open: readonly FindingWire[]) {
  const judged = open.filter((finding) => finding.needs === undefined)
  const entries = severities.map((severity) => [
    severity,
    judged.filter((each) => each.severity === severity).length,
  ])
  return Object.fromEntries(entries) as Record<(typeof severities)[number], number>
}

function isAsked(finding: FindingWire, { severity, rule, view, subject, rootCause }: Query): boolean {
  return (
    (severity === undefined || finding.severity === severity) &&
    (rule === undefined || finding.rule === rule.toUpperCase()) &&
    (rootCause === undefined || finding.rootCause === rootCause) &&
    (subject === undefined || finding.subjects.includes(subject) || finding.about.includes(subject)) &&
    (view === undefined || finding.statements.some((each) => each.view.split(', ').includes(view)))
  )
}

function byUrgency(left: FindingWire, right: FindingWire): number {
  return (
    Number(left.needs !== undefined) - Number(right.needs !== undefined) ||
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    left.rule.localeCompare(right.rule, 'en') ||
    left.title.localeCompare(right.title, 'en')
  )
}
