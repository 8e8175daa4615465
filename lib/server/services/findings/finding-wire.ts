import type { FindingWire } from '@/lib/core/api/findings'
import { toInstant } from '@/lib/core/api/instant'
import type { FindingRecord } from '@/lib/server/repositories/finding.repository'

export function toFindingWire(record: FindingRecord): FindingWire {
  const { id, rule, severity, state, title, subjects, statements, fixes, needs, rootCause, contradictions } =
    record
  return {
    id,
    rule,
    severity,
    status: state.status,
    title,
    subjects: plainSlugs(subjects),
    about: [...subjects],
    statements: statements.map(({ setAtMs, ...rest }) => ({ ...rest, setAt: toInstant(setAtMs) })),
    ...(needs === null ? {} : { needs }),
    ...(rootCause === null ? {} : { rootCause }),
    contradictions: [...contradictions],
    fixes: fixes.map((fix) => ({ ...fix })),
    openedAt: toInstant(record.openedAtMs),
    changedAt: toInstant(record.changedAtMs),
    resolvedAt: toInstant(record.resolvedAtMs),
    acknowledgedBy: state.status === 'acknowledged' ? state.by : null,
    waiver:
      state.status === 'waived'
        ? { until: toInstant(state.waiver.untilMs), owner: state.waiver.owner, reason: state.waiver.reason }
        : null,
  }
}

/** `node:nginx-1` → `nginx-1`; nodes first, each once. */
function plainSlugs(subjects: readonly string[]): string[] {
  const isNode = (subject: string) => subject.startsWith('node:')
  const ordered = [...subjects.filter(isNode), ...subjects.filter((subject) => !isNode(subject))]
  return [...new Set(ordered.map((subject) => subject.slice(subject.indexOf(':') + 1)))]
}
