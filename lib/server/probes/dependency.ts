import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { Judgement } from '@/lib/core/probes/probe-definition'
import { DEADLINE, failureReason, type ProbeFailure } from './failure'
import { unknownBecause } from './judgement'

/**
 * The judgement where the one that failed only tells of the node and is not the node itself: what is not
 * known is not down. `source` names it for people: `Prometheus`, `Redis`.
 */
export function unknownFor(
  source: string,
  failure: ProbeFailure,
  evidence: readonly EvidenceLine[] = [],
): Judgement {
  return unknownBecause(unknownReason(source, failure), evidence)
}

/** `not known: Redis refused the connection`, `not known: no answer from Redis in 5 s`. */
export function unknownReason(source: string, failure: ProbeFailure): string {
  const reason = failureReason(failure)
  if (failure.code === DEADLINE)
    return `not known: ${reason.replace('no answer', `no answer from ${source}`)}`
  return `not known: ${source} ${reason}`
}
