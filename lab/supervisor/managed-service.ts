import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Lab } from '@/lab/lab'
import type { LabCommand, LabService } from '@/lab/service'
import { groupRule, type MainState, mainState } from '@/lab/supervisor/group-rule'
import type { GuardLink } from '@/lab/supervisor/guard-link'
import { launch, logPath } from '@/lab/supervisor/launch'
import { assertPortFree } from '@/lab/supervisor/port-owner'
import {
  endGroup,
  groupMembers,
  isAlive,
  type ProcessIdentity,
  signalGroup,
  standsStill,
} from '@/lab/supervisor/process-group'
import { readProcessStat } from '@/lab/supervisor/process-stat'
import { UnavailableError } from '@/lab/unavailable-error'

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 8_000
const STILL_WITHIN_MS = 5_000
const LOOK_MS = 25

export type ServiceState = 'idle' | 'starting' | 'running' | 'stopped' | 'dead' | 'failed' | 'unavailable'

/** One node's server over its whole life: started, watched, stopped, started again. */
export class ManagedService {
  private identity: ProcessIdentity | undefined
  private lastSeen: MainState = 'gone'
  private starting: Promise<void> | undefined
  private disorder = ''
  private outcome: { readonly state: ServiceState; readonly reason: string } = { state: 'idle', reason: '' }

  constructor(
    readonly service: LabService,
    private readonly lab: Lab,
    private readonly guard: GuardLink,
    private readonly onChange: () => void,
  ) {}

  get state(): ServiceState {
    if (this.starting) return 'starting'
    if (!this.identity) return this.outcome.state
    return this.lastSeen === 'stopped' ? 'stopped' : 'running'
  }

  /** Why it does not run, or runs and is not in its place; empty when all is well. */
  get reason(): string {
    return this.state === 'running' ? this.disorder : this.outcome.reason
  }

  get process(): ProcessIdentity | undefined {
    return this.identity
  }

  /** Resolves when it is ready, at once when it already runs. Rejects with the reason when it cannot be. */
  start(): Promise<void> {
    if (this.identity && isAlive(this.identity) && !this.starting) return Promise.resolve()
    this.starting ??= this.startNow().finally(() => {
      this.starting = undefined
      this.onChange()
    })
    return this.starting
  }

  /** As the host's own init starts it: by its word, and without the lab putting it in its place. */
  startAs(word: string): Promise<void> {
    const command = this.service.commandFor?.(this.lab, word)
    if (!command) return Promise.reject(new Error(`the host knows no ${word} of ${this.service.node}`))
    if (this.identity && isAlive(this.identity)) return Promise.reject(new Error('it runs already'))
    this.starting ??= this.startNow(command).finally(() => {
      this.starting = undefined
      this.onChange()
    })
    return this.starting
  }

  /** What needs other nodes too, put in order again. */
  async settle(signal: AbortSignal): Promise<void> {
    if (this.identity) await this.service.afterReady?.(this.lab, signal)
  }

  /** Tells why it is not in its place among others; an empty reason that it is. */
  place(disorder: string): void {
    this.disorder = disorder
    this.onChange()
  }

  /** Looks at the main process and lets the rest of its group share its fate. */
  look(): void {
    if (!this.identity) return
    const now = isAlive(this.identity) ? mainState(readProcessStat(this.identity.pid)) : 'gone'
    const rule = groupRule(this.lastSeen, now)
    const isChanged = now !== this.lastSeen
    this.lastSeen = now
    if (rule === 'kill-rest') this.bury(this.identity, 'its main process is gone')
    if (rule === 'stop-rest') this.stopRest(this.identity)
    if (rule === 'continue-rest') signalGroup(this.identity, 'SIGCONT', this.identity.pid)
    if (isChanged) this.onChange()
  }

  signal(signal: NodeJS.Signals): void {
    if (this.identity) signalGroup(this.identity, signal)
    this.look()
  }

  /** Stops all of it, and waits until no thread runs any more. */
  async standStill(): Promise<void> {
    this.signal('SIGSTOP')
    const { identity } = this
    const deadlineMs = performance.now() + STILL_WITHIN_MS
    while (identity && !standsStill(identity)) {
      if (performance.now() > deadlineMs) throw new Error(`${this.service.node} does not stand still`)
      await delay(LOOK_MS)
    }
  }

  async kill(): Promise<void> {
    const { identity } = this
    if (!identity) return
    endGroup(identity)
    await this.untilGone(identity)
  }

  async stop(): Promise<void> {
    const { identity } = this
    if (!identity || !isAlive(identity)) return
    signalGroup(identity, 'SIGCONT')
    process.kill(identity.pid, 'SIGTERM')
    const deadline = Date.now() + STOP_WITHIN_MS
    while (isAlive(identity) && Date.now() < deadline) await delay(LOOK_MS)
    await this.kill()
  }

  private async startNow(asked?: LabCommand): Promise<void> {
    const { service, lab } = this
    this.outcome = { state: 'idle', reason: '' }
    this.disorder = ''
    this.onChange()
    try {
      await service.prepare(lab)
      const command = asked ?? service.command(lab)
      for (const port of service.ports) await assertPortFree(service.address, lab.port(port))
      const child = launch(lab, service, command)
      const signal = await this.untilReady(child)
      // A server that answers stays, even when its neighbours keep it from its place among them.
      if (!asked) await service.afterReady?.(lab, signal)
    } catch (error) {
      const isMissing = error instanceof UnavailableError
      const reason = error instanceof Error ? error.message : String(error)
      this.outcome = { state: isMissing ? 'unavailable' : 'failed', reason }
      throw error
    }
  }

  private async untilReady(child: ChildProcess): Promise<AbortSignal> {
    const ended = new AbortController()
    child.once('error', (error) => ended.abort(error))
    const stat = child.pid === undefined ? undefined : readProcessStat(child.pid)
    if (!stat) throw new Error('it could not be started')
    const identity = { pid: stat.pid, startTicks: stat.startTicks }
    child.once('exit', (code, signal) => {
      ended.abort()
      this.bury(identity, `its main process ended with ${signal ?? code}`)
    })
    this.identity = identity
    this.lastSeen = 'running'
    this.guard.add(identity)
    const deadline = AbortSignal.timeout(READY_WITHIN_MS)
    const signal = AbortSignal.any([deadline, ended.signal])
    try {
      await this.service.isReady(this.lab, signal)
    } catch (error) {
      if (!ended.signal.aborted) await this.kill()
      const end = ended.signal.aborted ? 'it ended while starting' : messageOf(error)
      throw new Error(`${end}; its log ends: ${logEnd(this.lab, this.service.node)}`, { cause: error })
    }
    return signal
  }

  private stopRest(identity: ProcessIdentity): void {
    for (const member of groupMembers(identity)) {
      if (member.pid !== identity.pid && mainState(member) === 'running') process.kill(member.pid, 'SIGSTOP')
    }
  }

  private bury(identity: ProcessIdentity, reason: string): void {
    endGroup(identity)
    this.guard.remove(identity.pid)
    if (this.identity?.pid !== identity.pid) return
    this.identity = undefined
    this.lastSeen = 'gone'
    this.outcome = { state: 'dead', reason }
    this.onChange()
  }

  private async untilGone(identity: ProcessIdentity): Promise<void> {
    while (groupMembers(identity).length > 0) await delay(LOOK_MS)
    this.look()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function logEnd(lab: Lab, node: string): string {
  const lines = readFileSync(logPath(lab, node), 'utf8').trimEnd().split('\n')
  return lines.slice(-3).join(' | ').slice(-400)
}
