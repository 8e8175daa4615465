import type { RunWire } from '@/lib/core/api/runs'

export interface ChaosWorld {
  breakLab(name: string, node?: string): Promise<void>
  /** Statements on a database server, as the lab's own account. */
  sql(node: string, ...statements: string[]): Promise<void>
  /** One of the connector's commands on a host. */
  ask(node: string, command: string): Promise<void>
  signal(node: string, signal: NodeJS.Signals): void
  killWorkers(): number
  /** Only the worker that last wrote in the run's time line. False when it is gone already. */
  killHolder(run: RunWire): boolean
  killPostgres(): void
}

/** One way in which a promotion is disturbed, and where. */
export interface Scenario {
  readonly name: string
  readonly fault: 'kill' | 'hang'
  /** Before the primary fails. */
  before?(world: ChaosWorld): Promise<void>
  /** After the fault, some time later. */
  readonly later?: { readonly afterMs: number; act(world: ChaosWorld): Promise<void> | void }
  /** At each look at the run; says true once it has struck, and is asked no more. */
  during?(run: RunWire, world: ChaosWorld): Promise<boolean> | boolean
  /** How the run may end; both by default. */
  readonly ends?: 'succeeded' | 'stopped'
  /** The step that must have succeeded even where the run stops later. */
  readonly reaches?: string
}
