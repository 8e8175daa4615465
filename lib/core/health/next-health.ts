import { nextFlapping } from './flapping'
import {
  type Observation,
  type ProbeHealth,
  type ProbePolicy,
  type Run,
  type SoftState,
  type VerdictStatus,
  verdictStatuses,
} from './health-state'
import { notObservedSince } from './health-word'
import { validUntilMs } from './valid-until'

/** Between probes once a held connection broke: three of them decide within about 3 s. */
const quickRetrySeconds = 1

/** A change of the hard state. */
export interface HealthTransition {
  readonly from: VerdictStatus
  readonly to: VerdictStatus
  readonly atMs: number
  readonly reason: string
}

export interface HealthStep {
  readonly health: ProbeHealth
  readonly transition: HealthTransition | null
  /** Time before this observation during which nothing was known, because the last one had expired. */
  readonly gap: { readonly fromMs: number; readonly toMs: number } | null
  /** Counted from the end of the newest observation. */
  readonly nextProbeInMs: number
  /** The observation was not newer than the one known: nothing changed, and nothing is to be stored. */
  readonly isIgnored: boolean
}

/**
 * The health of a probe after one more observation. The state worsens only after `failureThreshold`
 * observations in a row that are all at least so bad, and improves only after `successThreshold` that are all
 * at least so good; from unknown, one good look is enough. Observations that could not look prove nothing:
 * they neither count nor interrupt, until `failureThreshold` of them in a row make the state unknown.
 * After a gap the state before it is believed again only if the observation confirms it.
 */
export function nextHealth(
  known: ProbeHealth | null,
  observation: Observation,
  policy: ProbePolicy,
  options: { readonly isConnectionBroken?: boolean } = {},
): HealthStep {
  if (known !== null && observation.finishedAtMs <= known.lastFinishedAtMs) {
    return {
      health: known,
      transition: null,
      gap: null,
      nextProbeInMs: nextProbeInMs(known, policy),
      isIgnored: true,
    }
  }
  const isExpired = known !== null && observation.finishedAtMs > known.validUntilMs
  const before = startingPoint(known, observation, isExpired)
  const isQuick = options.isConnectionBroken === true || before.soft?.isQuick === true
  const health = advance(before, observation, { policy, isQuick })
  const from = known?.status ?? 'unknown'
  return {
    health,
    transition:
      from === health.status
        ? null
        : { from, to: health.status, atMs: health.sinceMs, reason: health.reason },
    gap: isExpired ? { fromMs: known.validUntilMs, toMs: observation.finishedAtMs } : null,
    nextProbeInMs: nextProbeInMs(health, policy),
    isIgnored: false,
  }
}

/** When to probe next, in milliseconds after the newest observation: sooner while the state is in doubt. */
export function nextProbeInMs(health: ProbeHealth, policy: ProbePolicy): number {
  const retrySeconds = health.soft?.isQuick
    ? Math.min(quickRetrySeconds, policy.retrySeconds)
    : policy.retrySeconds
  const seconds =
    health.soft === null ? policy.intervalSeconds : Math.min(retrySeconds, policy.intervalSeconds)
  return Math.round(seconds * 1000)
}

const noRun: Run = { count: 0, sinceMs: 0 }
const noRuns: ProbeHealth['runs'] = {
  healthy: noRun,
  working: noRun,
  unhealthy: noRun,
  down: noRun,
  unknown: noRun,
}

/** What an observation is added to: nothing, what is known, or what is left of it after a gap. */
function startingPoint(known: ProbeHealth | null, observation: Observation, isExpired: boolean): ProbeHealth {
  if (known === null) {
    return {
      status: 'unknown',
      sinceMs: observation.finishedAtMs,
      reason: 'not known yet, the first observations are being checked',
      soft: null,
      observedAtMs: observation.finishedAtMs,
      lastFinishedAtMs: observation.finishedAtMs,
      validUntilMs: observation.finishedAtMs,
      isFlapping: false,
      flapPercent: 0,
      recent: [],
      failingSinceMs: null,
      runs: noRuns,
    }
  }
  if (!isExpired) return known
  const after = { ...known, runs: noRuns, soft: null }
  if (observation.status === known.status) return { ...after, sinceMs: observation.finishedAtMs }
  return {
    ...after,
    status: 'unknown',
    sinceMs: known.validUntilMs,
    reason: notObservedSince(known.observedAtMs),
  }
}

function advance(
  before: ProbeHealth,
  observation: Observation,
  { policy, isQuick }: { policy: ProbePolicy; isQuick: boolean },
): ProbeHealth {
  const runs = extendRuns(before.runs, observation, policy)
  const status = hardStatus(before.status, observation.status, runs, policy)
  const isChanged = status !== before.status
  const soft = softState(status, runs, observation.reason, isQuick)
  const hasLooked = observation.status !== 'unknown' || status === 'unknown'
  return {
    status,
    sinceMs: isChanged ? observation.finishedAtMs : before.sinceMs,
    reason: isChanged || observation.status === status ? observation.reason : before.reason,
    soft,
    observedAtMs: hasLooked ? observation.finishedAtMs : before.observedAtMs,
    lastFinishedAtMs: observation.finishedAtMs,
    validUntilMs: hasLooked ? validUntilMs(observation.finishedAtMs, policy) : before.validUntilMs,
    ...nextFlapping(before, resultsToRemember(before, status, soft)),
    failingSinceMs: failingSince(before.failingSinceMs, status, observation),
    runs,
  }
}

function extendRuns(
  runs: ProbeHealth['runs'],
  observation: Observation,
  policy: ProbePolicy,
): ProbeHealth['runs'] {
  const { status, startedAtMs } = observation
  const extend = (run: Run, isOn: boolean): Run =>
    isOn ? { count: run.count + 1, sinceMs: run.count === 0 ? startedAtMs : run.sinceMs } : noRun
  if (status === 'unknown') {
    const unknown = extend(runs.unknown, true)
    // Once so little is known, what was seen before proves nothing any more.
    return unknown.count >= policy.failureThreshold ? { ...noRuns, unknown } : { ...runs, unknown }
  }
  return {
    healthy: extend(runs.healthy, status === 'healthy'),
    working: extend(runs.working, status !== 'down'),
    unhealthy: extend(runs.unhealthy, status !== 'healthy'),
    down: extend(runs.down, status === 'down'),
    unknown: noRun,
  }
}

/** Down needs a run of failures so that one lost packet cannot page anyone. */
function hardStatus(
  before: VerdictStatus,
  observed: VerdictStatus,
  runs: ProbeHealth['runs'],
  policy: ProbePolicy,
): VerdictStatus {
  if (observed === 'unknown') return runs.unknown.count >= policy.failureThreshold ? 'unknown' : before
  if (runs.down.count >= policy.failureThreshold) return 'down'
  if (before === 'unknown') {
    if (observed === 'healthy') return 'healthy'
    return runs.unhealthy.count >= policy.failureThreshold ? 'degraded' : 'unknown'
  }
  if (before === 'healthy') return runs.unhealthy.count >= policy.failureThreshold ? 'degraded' : 'healthy'
  if (runs.healthy.count >= policy.successThreshold) return 'healthy'
  return before === 'down' && runs.working.count >= policy.successThreshold ? 'degraded' : before
}

/** The doubt that remains beside a hard state: what the observations that disagree with it all support. */
function softState(
  hard: VerdictStatus,
  runs: ProbeHealth['runs'],
  reason: string,
  isQuick: boolean,
): SoftState | null {
  const doubt = (status: VerdictStatus, run: Run): SoftState => ({ status, ...run, reason, isQuick })
  if (hard === 'down' && runs.working.count > 0) {
    return doubt(runs.healthy.count === runs.working.count ? 'healthy' : 'degraded', runs.working)
  }
  if (hard === 'degraded' && runs.down.count > 0) return doubt('down', runs.down)
  if (hard === 'degraded' && runs.healthy.count > 0) return doubt('healthy', runs.healthy)
  if ((hard === 'healthy' || hard === 'unknown') && runs.unhealthy.count > 0) {
    return doubt(runs.down.count === runs.unhealthy.count ? 'down' : 'degraded', runs.unhealthy)
  }
  return hard !== 'unknown' && runs.unknown.count > 0 ? doubt('unknown', runs.unknown) : null
}

/**
 * A doubt that came to nothing is remembered as the change and the change back; so a node that fails every
 * other time, and never often enough in a row to be down, is seen to flap.
 */
function resultsToRemember(
  before: ProbeHealth,
  status: VerdictStatus,
  soft: SoftState | null,
): readonly number[] {
  if (soft !== null) return []
  const isSoftRecovery = before.soft !== null && before.soft.status !== 'unknown' && status === before.status
  const results = isSoftRecovery && before.soft !== null ? [before.soft.status, status] : [status]
  return results.map((result) => verdictStatuses.indexOf(result))
}

function failingSince(before: number | null, status: VerdictStatus, observation: Observation): number | null {
  if (observation.status === 'down') return before ?? observation.startedAtMs
  const isOver = status !== 'down' && observation.status !== 'unknown'
  return isOver ? null : before
}
