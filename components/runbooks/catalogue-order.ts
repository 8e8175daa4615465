import type { RunbookSummaryWire } from '@/lib/core/api/runbooks'

const severities = ['critical', 'high', 'medium', 'low'] as const

/** Why a runbook stands where it does; the first is the most urgent. */
export const attentions = [
  'active',
  'needed',
  'not-executable',
  'drill-failed',
  'unknown',
  'never-drilled',
  'fine',
] as const
export type Attention = (typeof attentions)[number]

/** What about a runbook needs a person: it runs, it is needed now, it would not work, or nobody knows that it does. */
export function attentionOf(runbook: RunbookSummaryWire, isDown: (slug: string) => boolean): Attention {
  if (runbook.activeRun !== null) return 'active'
  if (runbook.targets.some(isDown)) return 'needed'
  if (runbook.executable.status === 'not-executable') return 'not-executable'
  const drill = runbook.lastDrill
  if (drill && (drill.status === 'aborted' || drill.status === 'failed' || drill.rto.met === false))
    return 'drill-failed'
  if (runbook.executable.status === 'unknown') return 'unknown'
  return drill === null ? 'never-drilled' : 'fine'
}

/** What needs attention first, then by severity and title. */
export function inOrderOfAttention(
  runbooks: readonly RunbookSummaryWire[],
  isDown: (slug: string) => boolean,
): readonly RunbookSummaryWire[] {
  const rank = (runbook: RunbookSummaryWire) =>
    attentions.indexOf(attentionOf(runbook, isDown)) * severities.length +
    severities.indexOf(runbook.severity)
  return runbooks.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title))
}
