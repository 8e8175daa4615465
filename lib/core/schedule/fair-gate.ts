interface Lane<Job> {
  readonly key: string
  running: number
  readonly waiting: { readonly job: Job; readonly urgency: number }[]
}

export interface GateLimits {
  readonly total: number
  readonly perLane: number
}

/**
 * Lets jobs through while no limit is reached: of all, and of each lane. Of one lane the most urgent goes first, those
 * alike in their order; lanes that have jobs waiting take turns, so that one slow lane can not hold the others up.
 */
export class FairGate<Job> {
  readonly #limits: GateLimits
  readonly #lanes = new Map<string, Lane<Job>>()
  /** Lanes with a job waiting and room for it, in the order of their turns. */
  readonly #ready = new Set<Lane<Job>>()
  #running = 0

  constructor(limits: GateLimits) {
    this.#limits = limits
  }

  get running(): number {
    return this.#running
  }

  enter(laneKey: string, job: Job, urgency = 0): void {
    const lane = this.#lanes.get(laneKey) ?? { key: laneKey, running: 0, waiting: [] }
    this.#lanes.set(laneKey, lane)
    const behind = lane.waiting.findLastIndex((other) => other.urgency >= urgency)
    lane.waiting.splice(behind + 1, 0, { job, urgency })
    if (lane.running < this.#limits.perLane) this.#ready.add(lane)
  }

  /** The next job that may start, which counts as running from now on; undefined when none may. */
  take(): Job | undefined {
    if (this.#running >= this.#limits.total) return undefined
    for (const lane of this.#ready) {
      this.#ready.delete(lane)
      const next = lane.waiting.shift()
      if (next === undefined) continue
      lane.running += 1
      this.#running += 1
      if (lane.waiting.length > 0 && lane.running < this.#limits.perLane) this.#ready.add(lane)
      return next.job
    }
    return undefined
  }

  /** A job of the lane has ended. */
  leave(laneKey: string): void {
    const lane = this.#lanes.get(laneKey)
    if (lane === undefined || lane.running === 0) return
    lane.running -= 1
    this.#running -= 1
    if (lane.waiting.length > 0) this.#ready.add(lane)
    else if (lane.running === 0) this.#lanes.delete(laneKey)
  }
}
