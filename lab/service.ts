import type { Lab } from '@/lab/lab'

/** How a node's one main process is started. */
export interface LabCommand {
  /** Absolute path: `lab.binary(name)`, or `process.execPath` for a program of ours. */
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The node's own folder when left out. */
  readonly cwd?: string
  /** `lab` (the default): the unprivileged account when the lab runs as root. `self`: whoever runs the lab. */
  readonly user?: 'lab' | 'self'
}

/** What has changed among the nodes of an ensemble. */
export interface EnsembleNews {
  /** Those that the command is about. */
  readonly nodes: readonly string[]
  /** Those that stood still until now: what others did meanwhile is not known to them. */
  readonly woken: readonly string[]
}

/** A node that runs and is not in its place. */
export interface Disorder {
  readonly node: string
  readonly reason: string
}

/**
 * Nodes that find their places among one another: decided for all of them at once, when every one of them runs that
 * can. Its members come after nobody.
 */
export interface LabEnsemble {
  readonly name: string
  /** Resolves with those that are not in order and why. Never called twice at the same time. */
  settle(lab: Lab, news: EnsembleNews, signal: AbortSignal): Promise<readonly Disorder[]>
}

/**
 * One node of the estate as one real server. The supervisor calls `prepare`, `command`, `isReady`, `afterReady`
 * in this order, at the first start and at every restart, so each of them may be repeated at any time.
 */
export interface LabService {
  /** The node's slug in the inventory; a name of its own for what only runs beside one. */
  readonly node: string
  /** The node on whose host it runs, for what is no node itself, such as the host's sshd. */
  readonly host?: string
  /** Its loopback address. */
  readonly address: string
  /** As the specification says; `lab.port(443)` is the one really used. Empty for a node that listens nowhere. */
  readonly ports: readonly number[]
  /** Debian packages that hold its binaries. */
  readonly packages: readonly string[]
  /** Nodes that must be ready before it starts. */
  readonly after?: readonly string[]
  /** Writes configuration and data. Throws `UnavailableError` (as `lab.binary` does) where it is not to be had. */
  prepare(lab: Lab): Promise<void>
  command(lab: Lab): LabCommand
  /** What the host's own init starts when it is asked for `word`; undefined for a word that it does not know. */
  commandFor?(lab: Lab, word: string): LabCommand | undefined
  /** Resolves once it really answers; rejects when the signal aborts. */
  isReady(lab: Lab, signal: AbortSignal): Promise<void>
  /** What needs running servers: create the cluster, set up replication, create the bucket. */
  afterReady?(lab: Lab, signal: AbortSignal): Promise<void>
  /** Instead of `afterReady`, for nodes whose places depend on one another. */
  readonly ensemble?: LabEnsemble
}

/** Identity, for the types: `export const nginxOne = defineService({...})`. */
export function defineService(service: LabService): LabService {
  return service
}
