import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { Judgement } from '@/lib/core/probes/probe-definition'
import { failureReason, type ProbeFailure } from './failure'
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
  return unknownBecause(`not known: ${source} ${failureReason(failure)}`, evidence)
}
