import type { RunSummaryWire } from '@/lib/core/api/runbooks'

type Rto = RunSummaryWire['rto']

/** `warning` comes before the objective is missed, while something can still be done about it. */
export type ClockTone = 'calm' | 'warning' | 'missed' | 'met'

export interface ClockState {
  readonly elapsedMs: number
  readonly isRunning: boolean
  readonly tone: ClockTone
}

/** The last quarter of the time is the time to hurry. */
const warnFrom = 0.75

/** The clock at `nowMs`, by the server's clock; null stands for a page that does not know the time yet. */
export function clockState(rto: Rto, nowMs: number | null): ClockState {
  const isRunning = rto.startedAt !== null && rto.stoppedAt === null
  const elapsedMs =
    isRunning && rto.startedAt !== null && nowMs !== null
      ? Math.max(0, nowMs - Date.parse(rto.startedAt))
      : rto.elapsedMs
  return { elapsedMs, isRunning, tone: toneOf(rto, elapsedMs, isRunning) }
}

function toneOf(rto: Rto, elapsedMs: number, isRunning: boolean): ClockTone {
  // What the server calls missed is missed, whether the clock runs or not.
  if (rto.met === false) return 'missed'
  if (!isRunning && rto.met !== null) return 'met'
  if (elapsedMs === 0) return 'calm'
  if (rto.objectiveMs === 0) return 'warning'
  if (elapsedMs > rto.objectiveMs) return 'missed'
  return elapsedMs >= rto.objectiveMs * warnFrom ? 'warning' : 'calm'
}
