import { DueQueue } from '@/lib/core/schedule/due-queue'
import { FairGate, type GateLimits } from '@/lib/core/schedule/fair-gate'
import { nextStartMs, phaseMsOf } from '@/lib/core/schedule/phase'
import { textHash } from '@/lib/core/schedule/text-hash'
import type { Clock } from '@/lib/core/time/clock'
import type { ProbeRunner } from '@/lib/server/probes/probe-runner'
import type { ProbeResult } from '@/lib/server/probes/run-probe'
import type { ProbeMemory } from './node-memory'
import type { WorkerMetrics } from './worker-metrics'

export interface ProbeOutcome {
  readonly probe: ProbeMemory
  readonly result: ProbeResult
  /** It ran because the connection that it held broke. */
  readonly isConnectionBroken: boolean
}

interface SchedulerOptions {
  readonly runner: Pick<ProbeRunner, 'run' | 'forget'>
  readonly clock: Clock
  readonly metrics: WorkerMetrics
  readonly limits: GateLimits
  /** Asked before probes are started; while it says no, those that are due wait. */
  readonly mayStart: () => boolean
  /** Takes the result in; says in how many milliseconds to look again, or undefined for the usual time. */
  readonly onOutcome: (outcome: ProbeOutcome) => number | undefined
}

interface Job {
  readonly probe: ProbeMemory
  /** As declared when the job was last set; the lane is where it waits or runs. */
  settings: ProbeMemory['settings']
  intervalMs: number
  phaseMs: number
  lane: string
  state: 'waiting-time' | 'waiting-turn' | 'running'
  dueAtMs: number
  isConnectionBroken: boolean
  /** Asked for while it ran: what it sees may be older than the reason for asking. */
  isWantedAgain: boolean
}

/** Probes that nobody has looked at for long start within this time a probe, not all at once. */
const SPREAD_MS_A_PROBE = 5
const LEAST_SPREAD_MS = 1_000
/** Nothing is slept through for longer, so that a clock that was set is noticed. */
const LONGEST_SLEEP_MS = 1_000
const ASK_AGAIN_MS = 50

/**
 * Starts each probe at its phase of its interval, whatever came before, sooner when its state is in doubt.
 * A probe never runs twice at once. A clock that was set back puts all probes on their grid again.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #jobs = new Map<string, Job>()
  readonly #queue = new DueQueue()
  readonly #gate: FairGate<Job>
  #timer: NodeJS.Timeout | undefined
  #wakesAtMs = Number.POSITIVE_INFINITY
  #lastWakeAtMs = 0
  #isStopped = false

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#gate = new FairGate(options.limits)
  }

  get size(): number {
    return this.#jobs.size
  }

  /** From now on exactly these probes are run; those running that are not among them are let finish. */
  setProbes(probes: readonly ProbeMemory[]): void {
    const nowMs = this.#options.clock.nowMs()
    const wanted = new Set(probes.map((probe) => probe.slug))
    for (const slug of [...this.#jobs.keys()]) if (!wanted.has(slug)) this.#remove(slug)
    const spreadMs = Math.max(LEAST_SPREAD_MS, probes.length * SPREAD_MS_A_PROBE)
    for (const probe of probes) this.#put(probe, nowMs, spreadMs)
    this.#options.metrics.probes.set(this.#jobs.size)
    this.#sleep()
  }

  /** Runs a probe as soon as the limits allow; false when it is not run here. */
  probeNow(slug: string, isConnectionBroken = false): boolean {
    const job = this.#jobs.get(slug)
    if (job === undefined) return false
    job.isConnectionBroken ||= isConnectionBroken
    switch (job.state) {
      case 'running':
        job.isWantedAgain = true
        break
      case 'waiting-turn':
        break
      case 'waiting-time':
        this.#schedule(job, this.#options.clock.nowMs())
        this.#sleep()
    }
    return true
  }

  /** Starts no probe any more. */
  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    for (const slug of [...this.#jobs.keys()]) this.#remove(slug)
  }

  #put(probe: ProbeMemory, nowMs: number, mostSpreadMs: number): void {
    const intervalMs = probe.policy.intervalSeconds * 1_000
    const known = this.#jobs.get(probe.slug)
    const isSame = known?.probe === probe && known.intervalMs === intervalMs
    if (isSame && known.settings === probe.settings) return
    if (known !== undefined && known.probe !== probe) this.#remove(probe.slug)
    else if (known !== undefined) this.#options.runner.forget(probe.slug)
    const phaseMs = phaseMsOf(probe.slug, intervalMs)
    const spreadMs = Math.min(mostSpreadMs, intervalMs)
    const declared = { settings: probe.settings, intervalMs, phaseMs }
    if (known?.probe === probe) {
      Object.assign(known, declared)
      if (known.state === 'waiting-time') this.#schedule(known, nowMs + shareOf(probe.slug) * spreadMs)
      else if (known.state === 'running') known.isWantedAgain = true
      return
    }
    const job: Job = {
      probe,
      ...declared,
      lane: '',
      state: 'waiting-time',
      dueAtMs: nowMs,
      isConnectionBroken: false,
      isWantedAgain: false,
    }
    this.#jobs.set(probe.slug, job)
    this.#schedule(job, firstStartMs(job, nowMs, spreadMs))
  }

  #remove(slug: string): void {
    if (!this.#jobs.delete(slug)) return
    this.#queue.delete(slug)
    this.#options.runner.forget(slug)
  }

  #schedule(job: Job, dueAtMs: number): void {
    job.state = 'waiting-time'
    job.dueAtMs = dueAtMs
    this.#queue.set(job.probe.slug, dueAtMs)
  }

  #sleep(): void {
    const nextMs = this.#queue.peekMs()
    if (nextMs === undefined || this.#isStopped) return
    const nowMs = this.#options.clock.nowMs()
    const wakesAtMs = Math.min(nextMs, nowMs + LONGEST_SLEEP_MS)
    if (this.#timer !== undefined && this.#wakesAtMs <= wakesAtMs) return
    clearTimeout(this.#timer)
    this.#wakesAtMs = wakesAtMs
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, wakesAtMs - nowMs))
  }

  #wake(): void {
    this.#timer = undefined
    const nowMs = this.#options.clock.nowMs()
    if (nowMs < this.#lastWakeAtMs - LONGEST_SLEEP_MS) this.#returnToGrid(nowMs)
    this.#lastWakeAtMs = nowMs
    if (!this.#options.mayStart()) {
      this.#timer = setTimeout(() => this.#wake(), ASK_AGAIN_MS)
      this.#wakesAtMs = nowMs + ASK_AGAIN_MS
      return
    }
    for (let due = this.#queue.takeDue(nowMs); due !== undefined; due = this.#queue.takeDue(nowMs)) {
      const job = this.#jobs.get(due.key)
      if (job === undefined) continue
      job.state = 'waiting-turn'
      job.lane = laneOf(job)
      this.#gate.enter(job.lane, job, urgencyOf(job))
    }
    this.#startWaiting()
    this.#sleep()
  }

  #returnToGrid(nowMs: number): void {
    for (const job of this.#jobs.values()) {
      if (job.state !== 'waiting-time') continue
      this.#schedule(job, nextStartMs(nowMs, job.phaseMs, job.intervalMs))
    }
  }

  #startWaiting(): void {
    for (let job = this.#gate.take(); job !== undefined; job = this.#gate.take()) {
      if (this.#jobs.get(job.probe.slug) === job) void this.#run(job)
      else this.#gate.leave(job.lane)
    }
  }

  async #run(job: Job): Promise<void> {
    const { runner, metrics, clock } = this.#options
    const { probe, settings, lane, isConnectionBroken } = job
    job.state = 'running'
    job.isConnectionBroken = false
    metrics.startDelaySeconds.observe(Math.max(0, clock.nowMs() - job.dueAtMs) / 1_000)
    const timeoutMs = probe.policy.timeoutSeconds * 1_000
    const result = await runner.run({ slug: probe.slug, kind: probe.kind, settings, timeoutMs })
    metrics.finishedProbes.inc()
    metrics.probeSeconds.observe((result.finishedAtMs - result.startedAtMs) / 1_000)
    this.#gate.leave(lane)
    const isStillHere = this.#jobs.get(probe.slug) === job
    if (!this.#jobs.has(probe.slug)) runner.forget(probe.slug)
    // Declared anew meanwhile: what was measured is not what is asked for now.
    const isOutdated = isStillHere && job.settings !== settings
    const againInMs = isOutdated ? 0 : this.#options.onOutcome({ probe, result, isConnectionBroken })
    if (isStillHere) this.#scheduleNext(job, againInMs)
    this.#startWaiting()
    this.#sleep()
  }

  #scheduleNext(job: Job, againInMs: number | undefined): void {
    const nowMs = this.#options.clock.nowMs()
    if (job.isWantedAgain) {
      job.isWantedAgain = false
      this.#schedule(job, nowMs)
      return
    }
    const onGridMs = nextStartMs(nowMs, job.phaseMs, job.intervalMs)
    this.#schedule(job, againInMs === undefined ? onGridMs : Math.min(onGridMs, nowMs + againInMs))
  }
}

/** What was looked at lately keeps its grid; the rest is looked at soon, spread so that it is no burst. */
function firstStartMs({ probe, phaseMs, intervalMs }: Job, nowMs: number, spreadMs: number): number {
  const onGridMs = nextStartMs(nowMs, phaseMs, intervalMs)
  const observedAtMs = probe.health?.lastFinishedAtMs ?? 0
  const isFresh = probe.health?.soft === null && onGridMs - observedAtMs <= intervalMs * 1.5
  return isFresh ? onGridMs : Math.min(onGridMs, nowMs + shareOf(probe.slug) * spreadMs)
}

/** From 0 to 1, the same for a slug each time. */
function shareOf(slug: string): number {
  return textHash(slug) / 2 ** 32
}

/** Probes of one address share a lane, whichever nodes they belong to. */
function laneOf({ probe, settings }: Job): string {
  return typeof settings.host === 'string' ? settings.host : probe.nodeSlug
}

/** What is nearest to being certain goes first: a hung host with many probes is known before each had its turn. */
function urgencyOf({ probe }: Job): number {
  return probe.health?.soft?.count ?? 0
}
