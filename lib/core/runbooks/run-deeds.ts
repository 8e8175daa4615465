import type { RunReportWire } from '@/lib/core/api/run-report'
import type { RunStepWire } from '@/lib/core/api/runs'
import { sentence } from './sentence'

type Step = Pick<RunStepWire | RunReportWire['steps'][number], 'kind' | 'status' | 'startedAt'> & {
  readonly result: { readonly changed: boolean } | null
}

/** A step of the journal, of a run or of a report. `startedAt` is null for one that has not begun. */
interface Deed extends Pick<Step, 'kind' | 'status' | 'result'> {
  readonly startedAt: string | number | null
}

/** What an aborted run leaves behind: one that begins to change a system and does not say how it ended may have. */
export function leftBehind(steps: readonly Step[]): 'nothing' | 'messages' | 'changes' {
  const begun = steps.filter(hasDone)
  if (begun.some(({ kind }) => kind !== 'notify')) return 'changes'
  return begun.length === 0 ? 'nothing' : 'messages'
}

/** Steps that changed something, and whose effect was not taken back. */
export function changedBy(steps: readonly RunStepWire[]): readonly RunStepWire[] {
  return steps.filter(({ result, status }) => result?.changed === true && status !== 'undone')
}

/** How an aborted run is told: why, and that nothing was done where nothing was. */
export function abortedWords(stoppedBecause: string | null, steps: readonly Step[]): string {
  const why = `Aborted: ${stoppedBecause ?? 'no reason was given'}`
  const ended = sentence(why)
  switch (leftBehind(steps)) {
    case 'nothing':
      return `${ended} Nothing was done.`
    case 'messages':
      return `${ended} People were told, and nothing else was done.`
    case 'changes':
      return why
  }
}

/** Whether a step did something, or may have: one that began and did not say how it ended counts. */
export function hasDone({ kind, status, startedAt, result }: Deed): boolean {
  if (kind === 'check' || kind === 'wait' || kind === 'decision' || startedAt === null) return false
  if (kind === 'manual') return status === 'succeeded'
  return status !== 'undone' && (result === null || result.changed)
}
