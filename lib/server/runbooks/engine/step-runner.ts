import type { ActionContext, ActionResult, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import type { RunRecord, StepRecord, StepResult } from '@/lib/core/runbooks/journal'
import type { StepBlock } from '@/lib/core/runbooks/runbook'
import { type Prepared, whyNot } from '@/lib/core/runbooks/worker-decisions'
import type { RegisteredAction } from '../actions/register-action'
import { findAction, findCheck } from '../kinds'
import { reasonOf } from './reason-of'

/** What came of executing a step; failing is a value, for the journal tells it. */
export type StepOutcome =
  | { readonly kind: 'succeeded'; readonly result: StepResult }
  | { readonly kind: 'failed'; readonly why: string; readonly result?: StepResult }
  | { readonly kind: 'blocked'; readonly prepared: Prepared }

/** What came of taking a step back. */
export type UndoOutcome =
  | { readonly kind: 'succeeded'; readonly result: ActionResult }
  | { readonly kind: 'failed'; readonly why: string }

/** How long an effect may take to be seen after an action said that it is done. */
const VERIFY_FOR_MS = 10_000
const VERIFY_EVERY_MS = 250
/** A look so young is not repeated before its step begins; the action itself observes before it acts. */
const FRESH_MS = 1_000

interface Work {
  readonly run: RunRecord
  readonly step: StepRecord
  readonly context: ActionContext
}

/** Describes and preflights for real, and changes nothing. What can not be looked at is unknown, and says why. */
export async function prepareStep({ step, context }: Work): Promise<Prepared> {
  const { block } = step
  if (block.kind === 'check' || block.kind === 'wait') {
    const kind = block.kind === 'check' ? block.check : block.until
    const checks = await looked(kind, context.signal, () => check(kind, block.settings, context))
    return {
      description: null,
      preflight: context.run.mode === 'rehearsal' ? checks.map(ofDisaster) : checks,
    }
  }
  const wanted = actionOf(step.block)
  if (wanted === undefined) return { description: null, preflight: [] }
  const { action, settings, kind } = wanted
  if (!action) return { description: null, preflight: [missing(kind)] }
  // Both at once: a server that hangs is then waited for once.
  const [described, preflight] = await Promise.all([
    attempt(() => orCut(action.describe(settings, context), context.signal)),
    looked(kind, context.signal, () => action.preflight(settings, context)),
  ])
  if ('value' in described) return { description: described.value, preflight }
  return {
    description: null,
    preflight: [unknown('describe', 'it can say what it would do', described.why), ...preflight],
  }
}

/** How often a step that waits for people is looked at, in milliseconds; undefined where its action does not say. */
export function looksEveryMs(block: StepBlock): number | undefined {
  return actionOf(block)?.action?.looksEveryMs
}

/** What an action says of its preconditions alone; other steps have none. */
export async function preflightOf(
  block: StepBlock,
  context: ActionContext,
): Promise<readonly PreflightCheck[]> {
  const wanted = actionOf(block)
  if (wanted === undefined) return []
  const { action, settings, kind } = wanted
  return action ? looked(kind, context.signal, () => action.preflight(settings, context)) : [missing(kind)]
}

/** A check asks what only the disaster or the steps before it bring about: without them it says no, and may. */
function ofDisaster(check: PreflightCheck): PreflightCheck {
  return check.outcome === 'failed' ? { ...check, outcome: 'warning' } : check
}

/**
 * Observe, act, observe. `isAgain`: a worker died in the middle, so preconditions that its own effect has changed
 * are not asked again; the action finds out what was done.
 */
export async function runStep(work: Work, isAgain: boolean): Promise<StepOutcome> {
  const { block } = work.step
  switch (block.kind) {
    case 'check':
      return runCheck(block.check, block.settings, work.context)
    case 'wait':
      return waitUntil(block, work.context)
    case 'action':
    case 'notify':
      return runAction(work, isAgain)
    case 'manual':
    case 'decision':
      return { kind: 'failed', why: 'only a person can do this' }
  }
}

async function runAction(asked: Work, isAgain: boolean): Promise<StepOutcome> {
  const { context, actedAtMs } = watched(asked.context)
  const work = { ...asked, context }
  const { step } = work
  const wanted = actionOf(step.block)
  const action = wanted?.action
  if (!wanted || !action) return { kind: 'failed', why: `there is no action kind ${wanted?.kind ?? ''}` }
  if (!isAgain && step.block.kind === 'action' && !isFresh(step, context.nowMs())) {
    const preflight = await preflightOf(step.block, context)
    // What it would do was told before; it is told anew only to those who must now decide again.
    if (whyNot(preflight) !== null)
      return { kind: 'blocked', prepared: { ...(await prepareStep(work)), preflight } }
  }
  const done = await attempt(() => action.execute(wanted.settings, context))
  if (!('value' in done)) return { kind: 'failed', why: done.why }
  const checks = await verify(action, wanted.settings, context)
  const result = { ...done.value, checks, actedAtMs: actedAtMs() }
  const why = whyNot(checks)
  if (why === null) return { kind: 'succeeded', result }
  return { kind: 'failed', why: `It was done, and its effect was not seen: ${why}`, result }
}

/** Takes the effect of a step back, by its own action. */
export async function undoStep({ step, context }: Work): Promise<UndoOutcome> {
  const wanted = actionOf(step.block)
  const { action, settings } = wanted ?? {}
  if (!action?.undo)
    return { kind: 'failed', why: `${wanted?.kind ?? step.block.kind} cannot take back what it did` }
  const { undo } = action
  const done = await attempt(() => undo(settings, context))
  return 'value' in done ? { kind: 'succeeded', result: done.value } : { kind: 'failed', why: done.why }
}

function isFresh({ preflight, preflightAtMs }: StepRecord, nowMs: number): boolean {
  if (preflightAtMs === null || preflight.length === 0 || whyNot(preflight) !== null) return false
  const ageMs = nowMs - preflightAtMs
  return ageMs >= 0 && ageMs <= FRESH_MS
}

/** The same context, and when it was first asked whether a real system may be changed. */
function watched(context: ActionContext) {
  let firstMs: number | null = null
  const assertHeld = async () => {
    await context.assertHeld()
    firstMs ??= context.nowMs()
  }
  return { context: { ...context, assertHeld }, actedAtMs: () => firstMs }
}

/** Effects may be seen a moment later: it is read back until it is there, or its time is over. */
async function verify(
  action: RegisteredAction,
  settings: unknown,
  context: ActionContext,
): Promise<readonly PreflightCheck[]> {
  const untilMs = performance.now() + VERIFY_FOR_MS
  for (;;) {
    const checks = await looked('verify', context.signal, () => action.verify(settings, context))
    const isOver = context.signal.aborted || performance.now() > untilMs
    if (whyNot(checks) === null || isOver) return checks
    await pause(VERIFY_EVERY_MS, context.signal)
  }
}

async function runCheck(kind: string, settings: unknown, context: ActionContext): Promise<StepOutcome> {
  return outcomeOf(await looked(kind, context.signal, () => check(kind, settings, context)))
}

function outcomeOf(checks: readonly PreflightCheck[]): StepOutcome {
  const why = whyNot(checks)
  const summary = why ?? seenWords(checks)
  const result = { changed: false, summary, evidence: checks.flatMap(({ evidence }) => evidence), checks }
  return why === null ? { kind: 'succeeded', result } : { kind: 'failed', why, result }
}

/** What holds, and of a single thing how it was seen. */
function seenWords(checks: readonly PreflightCheck[]): string {
  const [only, second] = checks
  if (only !== undefined && second === undefined) return `${only.title}: ${only.reason}`
  return checks.map(({ title }) => title).join('; ')
}

interface Waiting {
  readonly until: string
  readonly settings: unknown
  readonly everySeconds: number
}

async function waitUntil(block: Waiting, context: ActionContext): Promise<StepOutcome> {
  let last: StepOutcome | undefined
  for (;;) {
    const outcome = await runCheck(block.until, block.settings, context)
    if (outcome.kind === 'succeeded') return outcome
    // A look that was cut off says less than the one before.
    if (context.signal.aborted) return last ?? outcome
    last = outcome
    await pause(block.everySeconds * 1_000, context.signal)
    if (context.signal.aborted) return outcome
  }
}

function check(kind: string, settings: unknown, context: ActionContext): Promise<readonly PreflightCheck[]> {
  const found = findCheck(kind)
  if (!found) return Promise.resolve([missing(kind)])
  return found.check(settings, context)
}

function actionOf(block: StepBlock) {
  if (block.kind === 'notify') {
    const { channels, message } = block
    return { kind: 'notify', action: findAction('notify'), settings: { channels, message } }
  }
  if (block.kind !== 'action') return undefined
  return { kind: block.action, action: findAction(block.action), settings: block.settings }
}

async function looked(
  kind: string,
  signal: AbortSignal,
  look: () => Promise<readonly PreflightCheck[]>,
): Promise<readonly PreflightCheck[]> {
  const done = await attempt(() => orCut(look(), signal))
  return 'value' in done ? done.value : [unknown(kind, `${kind} can be looked at`, done.why)]
}

/** A look that does not hear its signal is not waited for: nothing depends on how it ends. */
function orCut<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cut = () => reject(signal.reason)
    signal.addEventListener('abort', cut, { once: true })
    if (signal.aborted) cut()
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cut))
  })
}

async function attempt<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly why: string }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { why: reasonOf(error) }
  }
}

function missing(kind: string): PreflightCheck {
  return unknown(kind, `${kind} is known to this version`, `there is no kind ${kind}`)
}

function unknown(key: string, title: string, reason: string): PreflightCheck {
  return { key, title, outcome: 'unknown', reason, evidence: [] }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
