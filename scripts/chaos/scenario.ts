import type { RunWire } from '@/lib/core/api/runs'

/** Whose death a scenario brings about. `holder`: the one worker that moves the run on; the other is left. */
export const victims = ['holder', 'any', 'all'] as const
export type Victims = (typeof victims)[number]

export interface ChaosWorld {
  breakLab(name: string, node?: string): Promise<void>
  /** Statements on a database server, as the lab's own account. */
  sql(node: string, ...statements: string[]): Promise<void>
  /** One of the connector's commands on a host. Rejects when it did not succeed. */
  ask(node: string, command: string): Promise<void>
  /** Throws when there is no such process. */
  signal(node: string, signal: NodeJS.Signals): void
  /** kill -9. False when there was nobody to kill, as while nobody is known to hold the run. */
  kill(whom: Victims, run: RunWire | undefined): boolean
  killPostgres(): void
}

/** One way in which a promotion is disturbed, and where. */
export interface Scenario {
  readonly name: string
  readonly fault: 'kill' | 'hang'
  /** Before the primary fails. */
  before?(world: ChaosWorld): Promise<void>
  /** After the fault, some time later, with the run as it was last seen; says whether it has struck. */
  readonly later?: { readonly afterMs: number; act(world: ChaosWorld, run: RunWire | undefined): boolean }
  /** At each look at the run; says true once it has struck, and is asked no more. */
  during?(run: RunWire, world: ChaosWorld): Promise<boolean> | boolean
  /** How the run may end; both by default. */
  readonly ends?: 'succeeded' | 'stopped'
  /** The step that must have succeeded even where the run stops later. */
  readonly reaches?: string
}
