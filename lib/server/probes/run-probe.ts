import type { HeldConnection, Judgement, ProbeContext } from '@/lib/core/probes/probe-definition'
import type { Clock } from '@/lib/core/time/clock'
import type { SecretStore } from '@/lib/server/secrets/secret-store'
import { judgementOfError, unknownBecause } from './judgement'
import type { RegisteredProbe } from './register-probe'

/** Time that a measurement has after its deadline to hand in what it saw. */
const HAND_IN_MS = 250

export interface ProbeResult {
  readonly startedAtMs: number
  readonly finishedAtMs: number
  readonly judgement: Judgement
}

/** The connection that belongs to one probe, whoever keeps it. */
export interface ConnectionHolder {
  held<T>(open: () => Promise<HeldConnection<T>>): Promise<T>
  dropHeld(): void
}

export interface RunProbeOptions {
  readonly timeoutMs: number
  readonly clock: Clock
  readonly secrets: SecretStore
  readonly holder: ConnectionHolder
}

/**
 * Runs one probe once. Never throws and never outlasts the deadline by more than 250 ms, whatever the peer
 * or a library does: what cannot be measured for a reason of our own is `unknown`, with the reason.
 */
export async function runProbe(
  probe: RegisteredProbe,
  settings: unknown,
  options: RunProbeOptions,
): Promise<ProbeResult> {
  const context = new RunContext(options)
  const startedAtMs = options.clock.nowMs()
  const judgement = await withinDeadline(probe, settings, context)
  return { startedAtMs, finishedAtMs: options.clock.nowMs(), judgement }
}

function withinDeadline(probe: RegisteredProbe, settings: unknown, context: RunContext): Promise<Judgement> {
  return new Promise((done) => {
    let timer = setTimeout(() => {
      timer = setTimeout(() => {
        context.dropHeld()
        done(unknownBecause(`the measurement itself did not end in ${context.timeoutMs / 1_000} s`))
      }, HAND_IN_MS)
      context.expire()
    }, context.timeoutMs)
    const finish = (judgement: Judgement) => {
      clearTimeout(timer)
      done(judgement)
    }
    probe.observe(settings, context).then(finish, (error: unknown) => finish(judgementOfError(error)))
  })
}

class RunContext implements ProbeContext {
  readonly timeoutMs: number
  readonly #options: RunProbeOptions
  #controller: AbortController | undefined

  constructor(options: RunProbeOptions) {
    this.#options = options
    this.timeoutMs = options.timeoutMs
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    return this.#controller.signal
  }

  expire(): void {
    this.#controller ??= new AbortController()
    this.#controller.abort()
  }

  nowMs(): number {
    return this.#options.clock.nowMs()
  }

  secret(reference: string): Promise<string> {
    return this.#options.secrets.read(reference)
  }

  /** A connection that comes up only after the deadline is closed: nobody measures with it any more. */
  async held<T>(open: () => Promise<HeldConnection<T>>): Promise<T> {
    const value = await this.#options.holder.held(open)
    if (this.#controller?.signal.aborted) this.dropHeld()
    return value
  }

  dropHeld(): void {
    this.#options.holder.dropHeld()
  }
}
