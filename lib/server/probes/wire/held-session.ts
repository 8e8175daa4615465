import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, type FailureStage, failed, type ProbeFailure } from '../failure'

/** Carries a failure out of the opening of a connection that is to be kept. */
class OpeningFailed extends Error {
  readonly failure: ProbeFailure

  constructor(failure: ProbeFailure) {
    super(failure.code)
    this.failure = failure
  }
}

interface SessionOptions<Session, Facts> {
  readonly context: ProbeContext
  open(): Promise<HeldConnection<Session> | ProbeFailure>
  /** Asks its questions; what it throws becomes a failure by `describe`. */
  work(session: Session): Promise<Facts>
  describe(error: unknown): { readonly stage: FailureStage; readonly code: string; readonly detail?: string }
}

/**
 * Works on the connection kept for this probe. When a kept one turns out to be broken, another is opened at
 * once: that an old connection is gone does not say that the server is. Ends at the deadline whatever a
 * library does, and then closes the connection: an answer that comes late must not be taken for another's.
 */
export async function useHeldSession<Session, Facts>(
  options: SessionOptions<Session, Facts>,
): Promise<Facts | ProbeFailure> {
  const first = await attempt(options)
  const isStale = first.outcome === 'broke' && !first.wasOpenedNow && first.failure.code !== DEADLINE
  const last = isStale ? await attempt(options) : first
  return last.outcome === 'worked' ? last.facts : last.failure
}

type Attempt<Facts> =
  | { readonly outcome: 'worked'; readonly facts: Facts }
  | { readonly outcome: 'broke'; readonly failure: ProbeFailure; readonly wasOpenedNow: boolean }

async function attempt<Session, Facts>(options: SessionOptions<Session, Facts>): Promise<Attempt<Facts>> {
  const { context } = options
  const startedMs = performance.now()
  let wasOpenedNow = false
  const opened = async () => {
    wasOpenedNow = true
    const connection = await options.open()
    if ('outcome' in connection) throw new OpeningFailed(connection)
    return connection
  }
  try {
    const facts = await beforeDeadline(context, async () => options.work(await context.held(opened)))
    return { outcome: 'worked', facts }
  } catch (error) {
    context.dropHeld()
    const failure = failureOf(error, performance.now() - startedMs, options)
    return { outcome: 'broke', failure, wasOpenedNow }
  }
}

function failureOf<Session, Facts>(
  error: unknown,
  afterMs: number,
  { describe }: SessionOptions<Session, Facts>,
): ProbeFailure {
  if (error instanceof OpeningFailed) return error.failure
  if (error instanceof DeadlinePassed) return failed('answer', DEADLINE, afterMs)
  const { stage, code, detail } = describe(error)
  return failed(stage, code, afterMs, detail)
}

export class DeadlinePassed extends Error {}

/** Rejects with `DeadlinePassed` when the deadline comes first; what the work still does is of no interest. */
export function beforeDeadline<T>(context: Pick<ProbeContext, 'signal'>, work: () => Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    const onAbort = () => fail(new DeadlinePassed('the deadline has passed'))
    if (context.signal.aborted) return onAbort()
    context.signal.addEventListener('abort', onAbort)
    work()
      .then(done, fail)
      .finally(() => context.signal.removeEventListener('abort', onAbort))
  })
}
