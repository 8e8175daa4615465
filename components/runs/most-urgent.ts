import type { RunSummaryWire } from '@/lib/core/api/runbooks'

const modes = ['live', 'drill', 'rehearsal'] as const

/** Runs for real before practice, those that wait for a decision before those that go on, the oldest first. */
export function mostUrgent(runs: readonly RunSummaryWire[]): readonly RunSummaryWire[] {
  const rank = (run: RunSummaryWire) => modes.indexOf(run.mode) * 2 + (run.status === 'stopped' ? 0 : 1)
  return runs.toSorted((a, b) => rank(a) - rank(b) || a.number - b.number)
}
