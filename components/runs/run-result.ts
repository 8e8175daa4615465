import { clockWords } from '@/lib/client/time/duration-words'
import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import type { RunMode, RunStatus } from '@/lib/core/runbooks/run'

export const runStatusWords: Readonly<Record<RunStatus, string>> = {
  running: 'Running',
  paused: 'Paused',
  stopped: 'Stopped: a person must decide',
  succeeded: 'Succeeded',
  aborted: 'Aborted',
  failed: 'Would not work',
}

export const modeWords: Readonly<Record<RunMode, string>> = {
  live: 'Live',
  drill: 'Drill',
  rehearsal: 'Rehearsal',
}

/** What came of a run: `Succeeded in 01:12, objective met`. A rehearsal has no clock to be held to. */
export function resultWords({ status, mode, rto }: RunSummaryWire): string {
  if (status !== 'succeeded') return runStatusWords[status]
  if (mode === 'rehearsal') return 'Rehearsed to the end'
  const took = `Succeeded in ${clockWords(rto.elapsedMs)}`
  if (rto.met === null || rto.objectiveMs === 0) return took
  return `${took}, objective ${rto.met ? 'met' : 'missed'}`
}
