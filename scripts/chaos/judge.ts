import { z } from 'zod'
import type { RunWire } from '@/lib/core/api/runs'
import { type Killed, takeoverMs } from './killed'
import { type Scenario, victims } from './scenario'

export const rowSchema = z.object({
  scenario: z.string(),
  status: z.string(),
  stoppedBecause: z.string().nullable(),
  acknowledgedWrites: z.int(),
  lostWrites: z.int(),
  maxWritablePrimaries: z.int(),
  /** From the fault to the end of the run. */
  tookMs: z.int(),
  killed: z.enum(victims).nullable(),
  /** From the death of its worker to the next word of one in the run's time line. */
  takeoverMs: z.number().nullable(),
  why: z.string(),
  holds: z.boolean(),
})
/** What came of one scenario. */
export type Row = z.infer<typeof rowSchema>

/** A round that could not be played proves nothing, and is told as such. */
export function notPlayed({ name }: Scenario, error: unknown): Row {
  return {
    scenario: name,
    status: 'unknown',
    stoppedBecause: null,
    acknowledgedWrites: 0,
    lostWrites: 0,
    maxWritablePrimaries: 0,
    tookMs: 0,
    killed: null,
    takeoverMs: null,
    why: `not played: ${error instanceof Error ? error.message : String(error)}`,
    holds: false,
  }
}

export interface Outcome {
  readonly run: RunWire
  readonly killed: Killed | null
  /** Whether what the scenario means to do was done. */
  readonly hasStruck: boolean
  readonly tookMs: number
  readonly lostWrites: number
  readonly acknowledgedWrites: number
  readonly most: number
}

export function judge({ name, ends, reaches }: Scenario, outcome: Outcome): Row {
  const { run, killed, hasStruck, tookMs, lostWrites, acknowledgedWrites, most } = outcome
  const { status, stoppedBecause } = run
  const isEnd = status === 'succeeded' || (status === 'stopped' && Boolean(stoppedBecause))
  const defects = [
    ...(isEnd ? [] : [`it ended ${status} without a reason`]),
    ...(ends === undefined || status === ends ? [] : [`it should have ended ${ends}: ${stoppedBecause}`]),
    ...(hasReached(run, reaches) ? [] : [`${reaches} did not succeed`]),
    ...(hasStruck ? [] : ['the run ended before it was disturbed, so nothing is proved']),
    ...(lostWrites === 0 ? [] : [`${lostWrites} confirmed writes are lost`]),
    ...(most > 0 ? [] : ['no server was ever seen to take writes, so nothing is proved']),
    ...(most <= 1 ? [] : [`${most} servers took writes at the same time`]),
    ...(acknowledgedWrites > 0 ? [] : ['nobody wrote anything, so nothing is proved']),
  ]
  return {
    scenario: name,
    status,
    stoppedBecause,
    acknowledgedWrites,
    lostWrites,
    maxWritablePrimaries: most,
    tookMs,
    killed: killed?.victims ?? null,
    takeoverMs: takeoverMs(run, killed),
    why: defects.join('; '),
    holds: defects.length === 0,
  }
}

function hasReached({ steps }: RunWire, key: string | undefined): boolean {
  return key === undefined || steps.some((step) => step.key === key && step.status === 'succeeded')
}

/** The line of JSON at the end. `of`: how many there are to play. */
export function summary(rows: readonly Row[], of: number) {
  const after = (whom: Row['killed']) => {
    const all = rows.flatMap((row) => (row.killed === whom ? (row.takeoverMs ?? []) : []))
    const sorted = all.toSorted((one, other) => one - other)
    return { kills: sorted.length, median: sorted[Math.floor(sorted.length / 2)], most: sorted.at(-1) }
  }
  return {
    chaos: 'promote',
    runs: rows.length,
    of,
    succeeded: rows.filter(({ status }) => status === 'succeeded').length,
    stopped: rows.filter(({ status }) => status === 'stopped').length,
    acknowledgedWrites: rows.reduce((sum, row) => sum + row.acknowledgedWrites, 0),
    lostWrites: rows.reduce((sum, row) => sum + row.lostWrites, 0),
    maxWritablePrimaries: Math.max(0, ...rows.map((row) => row.maxWritablePrimaries)),
    /** Another worker was there. */
    takeoverMs: after('holder'),
    /** None was left: the first had to be started again. */
    restartMs: after('all'),
    failed: rows.filter(({ holds }) => !holds).map(({ scenario, why }) => `${scenario}: ${why}`),
  }
}
