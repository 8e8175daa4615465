import { spanWords } from '@/lib/client/time/duration-words'
import type { RunWire } from '@/lib/core/api/runs'

type Phase = RunWire['phases'][number]

export interface PhaseSegment {
  readonly key: string
  readonly words: string
  readonly status: Phase['status']
  /** Its share of the bar, in parts of 100. */
  readonly share: number
}

/** So that the word of a short phase can still be read. */
const leastShare = 8

/**
 * Phases in their order with widths by the time that they took, against the objective; what has not begun is one
 * segment at the end. Phases without a step that never began are left out.
 */
export function phaseSegments(run: RunWire, nowMs: number | null): readonly PhaseSegment[] {
  const used = new Set<string>(run.steps.map((step) => step.phase))
  const phases = run.phases.filter(({ phase, status }) => status !== 'pending' || used.has(phase))
  const begun = phases.filter(({ status }) => status !== 'pending')
  const pending = phases.filter(({ status }) => status === 'pending')
  const elapsed = begun.map((phase) => ({ phase, ms: phaseMs(phase, nowMs) }))
  const spentMs = elapsed.reduce((sum, { ms }) => sum + ms, 0)
  const wholeMs = Math.max(run.rto.objectiveMs, spentMs, 1)
  const segments = elapsed.map(({ phase, ms }): PhaseSegment => {
    const words = ms >= 1_000 ? `${phase.phase} ${spanWords(ms)}` : phase.phase
    return {
      key: phase.phase,
      words,
      status: phase.status,
      share: Math.max(leastShare, (ms / wholeMs) * 100),
    }
  })
  if (pending.length === 0) return segments
  const taken = segments.reduce((sum, { share }) => sum + share, 0)
  const words = pending.map(({ phase }) => phase).join(' · ')
  const share = Math.max(leastShare * Math.min(pending.length, 3), 100 - taken)
  return [...segments, { key: 'pending', words, status: 'pending', share }]
}

function phaseMs({ status, startedAt, elapsedMs }: Phase, nowMs: number | null): number {
  if (status !== 'active' || startedAt === null || nowMs === null) return elapsedMs
  return Math.max(elapsedMs, nowMs - Date.parse(startedAt))
}
