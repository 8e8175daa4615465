import type { Lab } from '@/lab/lab'

/** What a fault may do with the lab's processes. Every call knows only nodes that the lab runs. */
export interface LabProcesses {
  /** Nodes of the lab, running or not. */
  nodes(): readonly string[]
  addressOf(node: string): string
  /** The main process; undefined while it does not run. */
  pidOf(node: string): number | undefined
  /** To the main process and everything that it started. */
  signal(node: string, signal: NodeJS.Signals): void
  /** SIGSTOP, and waits until nothing of it runs. */
  standStill(node: string): Promise<void>
  /** SIGKILL, and waits until all of it is gone. */
  kill(node: string): Promise<void>
  /** The same for the node and for all that runs on its host: nobody can log in any more. */
  killHost(node: string): Promise<void>
  /** Asks it to end, and waits; its ports stay closed until it is healed. */
  stop(node: string): Promise<void>
  /** Prepares, starts, and waits until it is ready. Does nothing when it runs. */
  start(node: string): Promise<void>
}

export interface FaultContext {
  readonly lab: Lab
  readonly processes: LabProcesses
  /** The node that the fault befalls; undefined for a fault that names its own. */
  readonly node: string | undefined
  /** From `--name value` on the command line. */
  readonly options: Readonly<Record<string, string>>
  /** The deadline of this injection or heal. */
  readonly signal: AbortSignal
  /** Runs on after `inject` has returned, until the fault is healed: then its signal aborts. */
  background(task: (signal: AbortSignal) => Promise<void>): void
}

/** One way in which the estate breaks, for real. One file each, `<name>.fault.ts`, listed in `registry.ts`. */
export interface LabFault {
  readonly name: string
  /** One sentence: what is broken then. */
  readonly title: string
  /** `any`: the command must name a node. Else the nodes that it befalls, for the status table. */
  readonly nodes: 'any' | readonly string[]
  inject(context: FaultContext): Promise<void>
  /**
   * Puts right what `inject` changed. Stopped and dead processes have been continued and restarted by then, and
   * `prepare` and `afterReady` of the restarted ones have run.
   */
  heal(context: FaultContext): Promise<void>
}

export function defineFault(fault: LabFault): LabFault {
  return fault
}
