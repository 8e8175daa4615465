import { type GtidPosition, transactionsMissing } from './gtid'

const MAX_SAMPLES = 360

interface Sample {
  readonly atMs: number
  readonly primary: GtidPosition
}

/**
 * Remembers where the primary was and when, so that a replica's position tells how old its data is. It needs
 * no table of ours in the estate, and a primary that hangs cannot fake it, as it does with
 * `Seconds_Behind_Master`. Its grain is the interval of the probe.
 */
export class LagHistory {
  #samples: Sample[] = []

  record(atMs: number, primary: GtidPosition): void {
    this.#samples.push({ atMs, primary })
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift()
  }

  /** The replica has all that was written until so many seconds ago; null when it has reached no remembered position. */
  behindAtMostSeconds(nowMs: number, replica: GtidPosition): number | null {
    const reached = this.#samples.findLast((sample) => transactionsMissing(sample.primary, replica) === 0)
    return reached ? Math.max(0, Math.ceil((nowMs - reached.atMs) / 100) / 10) : null
  }

  /** Seconds since the first remembered position that the replica has not reached; 0 when it has them all. */
  lagSeconds(nowMs: number, replica: GtidPosition): number {
    const reached = this.#samples.findLastIndex(
      (sample) => transactionsMissing(sample.primary, replica) === 0,
    )
    const missing = this.#samples[reached + 1]
    // What is reached is not asked for again.
    if (reached > 0) this.#samples = this.#samples.slice(reached)
    return missing ? Math.max(0, (nowMs - missing.atMs) / 1_000) : 0
  }
}
