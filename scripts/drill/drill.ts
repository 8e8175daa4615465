import { openLab } from '@/lab/lab'
import { askSupervisor } from '@/lab/supervisor/control-client'
import type { RunWire } from '@/lib/core/api/runs'

/** How one runbook is practised: what is broken, who notices, and which step brings the service back. */
export interface Drill {
  readonly runbook: string
  /** By name; the first is the usual one. */
  readonly faults: Readonly<Record<string, DrillFault>>
  /** Put in order before anything is broken. */
  prepare?(world: DrillWorld): Promise<void>
  /** The node whose outage begins the run; without one the run is started at once. */
  readonly detectedOn?: string
  /** Key of the step at whose verified end the service is back. */
  readonly serviceBackAt: string
  /** False where even a loss as it was stated is a failure: nothing is broken. */
  readonly mayLoseWrites?: boolean
  /** What is chosen at decisions, by their key; the first option otherwise. */
  readonly choices?: Readonly<Record<string, string>>
  /** Puts back what `prepare` changed. */
  tidy?(world: DrillWorld): Promise<void>
  /** Looks on from the break to the end of the run. */
  watch?(): Promise<DrillWatch>
}

export interface DrillWatch {
  /** What it saw, for the line of JSON, and whether that is as it should be. */
  end(seen: WatchedRun, world: DrillWorld): Promise<{ readonly facts: object; readonly holds: boolean }>
}

export interface WatchedRun {
  readonly run: RunWire
  /** Right before the fault was asked for. */
  readonly faultAtMs: number
  /** When the button was pressed that let a step go, by its key. */
  readonly pressedAtMs: ReadonlyMap<string, number>
}

export interface DrillFault {
  /** Put in order for this fault, after what its drill puts in order. */
  prepare?(world: DrillWorld): Promise<void>
  /** What makes the fault worse and is no outage yet. */
  weaken?(): Promise<void>
  /** What is asked of the lab; nothing, where the runbook is no answer to an outage. */
  inject(world: DrillWorld): Promise<void>
  readonly parameters?: Readonly<Record<string, string>>
}

/** What a drill may do to the lab and the console. */
export interface DrillWorld {
  breakLab(name: string, node?: string, options?: Readonly<Record<string, string>>): Promise<void>
  /** Everything, or what one name stands for. */
  healLab(only?: string): Promise<void>
  /** Runs another runbook to its end by the API. */
  run(runbook: string, parameters?: Readonly<Record<string, string>>): Promise<void>
  /** Until the map shows the node so; rejects when it does not in time. */
  untilHealthy(node: string): Promise<void>
  untilDown(node: string): Promise<void>
  log(line: string): void
}

export function openDrillLab(
  log: (line: string) => void,
): Omit<DrillWorld, 'run' | 'untilHealthy' | 'untilDown'> {
  const lab = openLab(log)
  const quiet = () => undefined
  return {
    log,
    async breakLab(name, node, options = {}) {
      const target = node === undefined ? {} : { node }
      await askSupervisor(lab.folder, { command: 'fault', name, ...target, options }, quiet)
    },
    async healLab(only) {
      await askSupervisor(lab.folder, { command: 'heal', ...(only === undefined ? {} : { only }) }, quiet)
    },
  }
}
