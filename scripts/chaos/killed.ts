import type { RunWire } from '@/lib/core/api/runs'
import type { Victims } from './scenario'

/** Who was killed, and when, in the scenario that is played. */
export interface Killed {
  readonly victims: Victims
  readonly pids: readonly number[]
  readonly atMs: number
}

/** The pid in the name of a worker, `system worker HOST-PID-…`, as the time line tells it. */
export function pidOfWorker(actor: string): number | undefined {
  const pid = /^system worker .*-(\d+)-[0-9a-f]+$/.exec(actor)?.[1]
  return pid === undefined ? undefined : Number(pid)
}

/** The worker that last wrote in the time line of the run; undefined when none has. */
export function holderOf(run: RunWire | undefined): number | undefined {
  const byWorkers = (run?.timeline ?? []).filter(({ actor }) => pidOfWorker(actor) !== undefined)
  const last = byWorkers.toSorted((one, other) => one.id - other.id).at(-1)
  return last && pidOfWorker(last.actor)
}

/** From the death of its worker to the first word of one that lives; null when the run had no need of one. */
export function takeoverMs({ timeline }: Pick<RunWire, 'timeline'>, killed: Killed | null): number | null {
  if (killed === null) return null
  const after = timeline
    .filter(({ actor }) => {
      const pid = pidOfWorker(actor)
      return pid !== undefined && !killed.pids.includes(pid)
    })
    .map(({ at }) => Date.parse(at) - killed.atMs)
    .filter((ms) => ms > 0)
  return after.length === 0 ? null : Math.min(...after)
}
