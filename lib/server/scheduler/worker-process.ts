import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { StoredEvent } from '@/lib/core/events/event'
import { completeFact } from '@/lib/core/observed/fact-draft'
import type { GateLimits } from '@/lib/core/schedule/fair-gate'
import type { Clock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import { EventHub, type HubMessage } from '@/lib/server/live/event-hub'
import type { Log } from '@/lib/server/log'
import { createProbeRunner, type ProbeRunner } from '@/lib/server/probes/probe-runner'
import type { SecretStore } from '@/lib/server/secrets/secret-store'
import { applyObservation } from './apply-observation'
import { Assignments } from './assignments'
import { BatchWriter } from './batch-writer'
import { LeaseKeeper, type LeaseTimes } from './lease-keeper'
import { storableObservation } from './pending-batch'
import { RetentionJob } from './retention'
import { type ProbeOutcome, Scheduler } from './scheduler'
import type { WorkerMetrics } from './worker-metrics'

export interface WorkerOptions {
  readonly database: Database
  readonly url: string
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly log: Log
  readonly metrics: WorkerMetrics
  readonly id?: string
  readonly lease?: LeaseTimes
  readonly limits?: GateLimits
  readonly flushMs?: number
  /** Called when other workers came or went, or this one's lease was taken anew. */
  readonly onWorkers?: () => void
  /** What else works in this process on the events of the database. */
  readonly onMessage?: (message: HubMessage) => void
}

const defaultLease: LeaseTimes = { leaseMs: 6_000, heartbeatMs: 2_000 }
const defaultLimits: GateLimits = { total: 256, perLane: 4 }
/** What changed is stored at once; what only confirms waits so long, for a statement costs more than its rows. */
const FLUSH_MS = 1_000
const RECONCILE_MS = 30_000

/** One worker: probes the nodes that fall to it, keeps their health, stores both. */
export class WorkerProcess {
  readonly id: string
  readonly #options: WorkerOptions
  readonly #runner: ProbeRunner
  readonly #assignments: Assignments
  readonly #writer: BatchWriter
  readonly #scheduler: Scheduler
  readonly #lease: LeaseKeeper
  readonly #hub: EventHub
  readonly #retention: RetentionJob
  #workerIds: readonly string[] = []
  #reconciler: NodeJS.Timeout | undefined
  #refreshing: Promise<void> | undefined
  #isRefreshWanted = false
  #isStopped = false

  constructor(options: WorkerOptions) {
    const { database, url, secrets, clock, log, metrics } = options
    this.#options = options
    this.id = options.id ?? `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`
    this.#assignments = new Assignments(database, this.id)
    this.#hub = new EventHub({ database, url, log })
    this.#retention = new RetentionJob({ database, clock, log })
    this.#runner = createProbeRunner({
      secrets,
      clock,
      onSuspect: (probeSlug) => this.#scheduler.probeNow(probeSlug, true),
    })
    const flushMs = options.flushMs ?? FLUSH_MS
    this.#writer = new BatchWriter({ database, workerId: this.id, log, metrics, flushMs })
    this.#lease = new LeaseKeeper({
      database,
      worker: { id: this.id, host: hostname(), pid: process.pid },
      times: options.lease ?? defaultLease,
      log,
      metrics,
      stats: () => ({ probes: this.#scheduler.size }),
      onWorkers: (ids) => {
        this.#workerIds = ids
        void this.#refresh()
        options.onWorkers?.()
      },
    })
    this.#scheduler = new Scheduler({
      runner: this.#runner,
      clock,
      metrics,
      limits: options.limits ?? defaultLimits,
      mayStart: () => this.#lease.mayProbe(),
      onOutcome: (outcome) => this.#takeIn(outcome),
    })
  }

  /** Resolves once the lease was asked for; a database that is away is waited for in the background. */
  async start(): Promise<void> {
    this.#hub.start()
    this.#hub.subscribe(undefined, (message) => {
      this.#hear(message)
      this.#options.onMessage?.(message)
    })
    await this.#lease.start()
    this.#retention.start()
    this.#reconciler = setInterval(() => void this.#refresh(), RECONCILE_MS)
  }

  /** Stores what is pending, gives the lease back and closes; others take the probes over at once. */
  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    clearInterval(this.#reconciler)
    this.#scheduler.stop()
    await this.#refreshing
    await this.#writer.close()
    await this.#lease.close().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'lease not given back, it ends by itself')
    })
    await Promise.all([this.#hub.close(), this.#retention.close()])
    this.#runner.close()
  }

  get isHealthy(): boolean {
    return this.#lease.mayProbe()
  }

  /** Whether it is the one among the live workers that does what only one does. */
  get isFirst(): boolean {
    return this.isHealthy && this.#workerIds[0] === this.id
  }

  #takeIn({ probe, result, isConnectionBroken }: ProbeOutcome): number | undefined {
    const node = this.#assignments.find(probe.nodeSlug)
    if (node === undefined) return undefined
    const { status, reason, evidence, figures, facts, kept } = result.judgement
    const { startedAtMs, finishedAtMs } = result
    const observation = storableObservation({
      ...{ startedAtMs, finishedAtMs, status, reason },
      ...(kept === undefined ? {} : { kept }),
    })
    const { step, isSuspect, isUrgent } = applyObservation(node, { probe, observation, isConnectionBroken })
    if (step.isIgnored) return undefined
    probe.evidence = evidence
    probe.figures = figures
    if (facts !== undefined) {
      const { validUntilMs } = step.health
      const bodies = facts.map((fact) => completeFact(fact, node.slug))
      probe.facts = { bodies, observedAtMs: finishedAtMs, validUntilMs }
    }
    if (step.transition !== null) this.#logTransition(probe.slug, step.transition)
    if (isSuspect) this.#probeExplainersOf(node.slug, startedAtMs)
    this.#writer.add(node, isUrgent)
    return step.health.soft === null ? undefined : step.nextProbeInMs
  }

  #logTransition(
    probeSlug: string,
    { from, to, reason }: { from: string; to: string; reason: string },
  ): void {
    this.#options.log.info({ probeSlug, from, to, reason }, 'probe changed its health')
  }

  /** What may explain that a node fails is looked at since, so that the cause is known before its symptoms. */
  #probeExplainersOf(nodeSlug: string, sinceMs: number): void {
    for (const explainer of this.#assignments.explainersOf(nodeSlug)) {
      for (const probe of this.#assignments.find(explainer)?.probes.values() ?? []) {
        const lookedAtMs = probe.health?.lastFinishedAtMs ?? 0
        if (lookedAtMs < sinceMs) this.#scheduler.probeNow(probe.slug)
      }
    }
  }

  #hear(message: HubMessage): void {
    switch (message.kind) {
      case 'event':
        this.#hearEvent(message.event)
        break
      case 'gap':
        void this.#refresh()
        break
      case 'status':
        this.#options.log.info({ status: message.status }, 'event stream changed')
        if (message.status === 'live') void this.#lease.renew()
    }
  }

  #hearEvent({ body, atMs }: StoredEvent): void {
    switch (body.kind) {
      case 'probe-suspect':
        this.#probeExplainersOf(body.nodeSlug, atMs)
        break
      case 'inventory-applied':
        void this.#refresh()
        break
      case 'worker-changed':
        if (body.workerId !== this.id) void this.#lease.renew()
        break
      case 'health-changed':
      case 'maintenance-changed':
      case 'layout-changed':
      case 'acknowledgement-changed':
      case 'facts-changed':
      case 'run-changed':
      case 'evaluation-asked':
      case 'runbooks-evaluated':
    }
  }

  /** Called while it works, it works once more after. What fails is tried again at the next occasion. */
  #refresh(): Promise<void> {
    this.#isRefreshWanted = true
    this.#refreshing ??= this.#refreshWhileWanted().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refreshWhileWanted(): Promise<void> {
    while (this.#isRefreshWanted && !this.#isStopped) {
      this.#isRefreshWanted = false
      try {
        await this.#assignments.refresh(this.#workerIds)
        if (this.#isStopped) return
        const probes = this.#assignments.probes()
        this.#scheduler.setProbes(probes)
        this.#options.log.info({ probes: probes.length, workers: this.#workerIds.length }, 'probes assigned')
      } catch (error) {
        this.#options.log.warn({ err: error }, 'probes not assigned, trying again')
        this.#retryRefresh()
      }
    }
  }

  #retryRefresh(): void {
    setTimeout(() => void this.#refresh(), 1_000).unref()
  }
}
