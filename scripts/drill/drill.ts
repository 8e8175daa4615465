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
  /** What is chosen at decisions, by their key; the first option otherwise. */
  readonly choices?: Readonly<Record<string, string>>
  /** Looks on from the break to the end of the run. */
  watch?(): DrillWatch
}

export interface DrillWatch {
  /** What it saw, for the line of JSON, and whether that is as it should be. */
  end(run: RunWire, world: DrillWorld): Promise<{ readonly facts: object; readonly holds: boolean }>
}

export interface DrillFault {
  /** What is asked of the lab; nothing, where the runbook is no answer to an outage. */
  inject(world: DrillWorld): Promise<void>
  readonly parameters?: Readonly<Record<string, string>>
}

/** What a drill may do to the lab and the console. */
export interface DrillWorld {
  breakLab(name: string, node?: string, options?: Readonly<Record<string, string>>): Promise<void>
  healLab(): Promise<void>
  /** Runs another runbook to its end by the API. */
  run(runbook: string, parameters?: Readonly<Record<string, string>>): Promise<void>
  log(line: string): void
}

export function openDrillLab(log: (line: string) => void): Omit<DrillWorld, 'run'> {
  const lab = openLab(log)
  const quiet = () => undefined
  return {
    log,
    async breakLab(name, node, options = {}) {
      const target = node === undefined ? {} : { node }
      await askSupervisor(lab.folder, { command: 'fault', name, ...target, options }, quiet)
    },
    async healLab() {
      await askSupervisor(lab.folder, { command: 'heal' }, quiet)
    },
  }
}
