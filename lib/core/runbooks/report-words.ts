import type { RunReportWire } from '@/lib/core/api/run-report'
import { abortedWords, leftBehind } from './run-deeds'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** A time that was taken, to the tenth of a second below a minute: `4.2 s`, `5 min 03 s`, `1 h 02 min 03 s`. */
export function takenWords(ms: number): string {
  if (ms < minute) return `${(Math.max(0, ms) / second).toFixed(1)} s`
  const seconds = `${String(Math.floor((ms % minute) / second)).padStart(2, '0')} s`
  const minutes = Math.floor((ms % hour) / minute)
  if (ms < hour) return `${minutes} min ${seconds}`
  return `${Math.floor(ms / hour)} h ${String(minutes).padStart(2, '0')} min ${seconds}`
}

/** An objective is a round time: `5 min`, `90 s` is `1 min 30 s`. */
function objectiveWords(ms: number): string {
  return takenWords(ms)
    .replace(/\.0 s$/, ' s')
    .replace(/ 00 s$/, '')
}

/** How the recovery time stands against its objective. What was not measured is not called met. */
export function rtoVerdict({ run, rto, restoredAt }: RunReportWire): string {
  if (run.mode === 'rehearsal') return 'A rehearsal: nothing was executed, no time was measured.'
  const objective = rto.objectiveMs === 0 ? 'at once' : objectiveWords(rto.objectiveMs)
  if (restoredAt === null) return `Service was not verified to be back. The objective is ${objective}.`
  const taken = `Service was back after ${takenWords(rto.elapsedMs)}; the objective is ${objective}`
  if (rto.met === null) return `${taken}.`
  return `${taken}: ${rto.met ? 'met' : 'missed'}.`
}

/** What was lost, by what the data said, against its objective. */
export function rpoVerdict({ run, steps, rpo }: RunReportWire): string {
  const objective =
    rpo.objectiveSeconds === 0 ? 'nothing may be lost' : `${rpo.objectiveSeconds} s may be lost`
  if (rpo.recoveryPoint === null) {
    if (run.status === 'aborted' && leftBehind(steps) !== 'changes')
      return `Nothing was done, so this run has lost nothing; the objective is that ${objective}.`
    return run.mode === 'rehearsal'
      ? `The objective is that ${objective}.`
      : `No step of this run said what would be lost; the objective is that ${objective}.`
  }
  const reason = rpo.recoveryPoint.reason.replace(/\.$/, '')
  const lost = lossWords(rpo.recoveryPoint)
  if (run.mode === 'rehearsal')
    return `${lost} would be lost (${reason}); the objective is that ${objective}.`
  const verdict = rpo.met === null ? 'not known whether met' : rpo.met ? 'met' : 'missed'
  return `${lost} lost (${reason}); the objective is that ${objective}: ${verdict}.`
}

function lossWords({
  transactions,
  ageSeconds,
  isAtMost,
}: NonNullable<RunReportWire['rpo']['recoveryPoint']>): string {
  const most = isAtMost ? 'At most ' : ''
  if (transactions === null) return ageSeconds === null ? 'Unknown' : `${most}${ageSeconds} s of writes`
  const counted = `${transactions} transaction${transactions === 1 ? '' : 's'}`
  return ageSeconds === null || transactions === 0 ? counted : `${counted}, from ${ageSeconds} s,`
}

/** The headline of a report. */
export function outcomeWords({ run, steps, rto, isFinal }: RunReportWire): string {
  if (!isFinal) return 'The run goes on: this is not the last word.'
  switch (run.status) {
    case 'succeeded':
      return run.mode === 'rehearsal' ? 'Rehearsed to the end: every step would work.' : successWords(rto)
    case 'failed':
      return 'The rehearsal found steps that would not work.'
    case 'aborted':
      return abortedWords(run.stoppedBecause, steps)
    case 'running':
    case 'paused':
    case 'stopped':
      return run.stoppedBecause ?? 'The run goes on.'
  }
}

/** The headline is what people remember: it says so when it took too long. */
function successWords({ met }: RunReportWire['rto']): string {
  if (met === null) return 'Succeeded, and verified.'
  return `Succeeded and verified, ${met ? 'within' : 'after'} the objective.`
}
