import type { FactOf } from '@/lib/core/observed/fact'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { ELSEWHERE, isOwnFault, type ProbeFailure, steadyReason } from './failure'

type Asked = Pick<FactOf<'encryption'>, 'host' | 'port' | 'spoken' | 'account'>

/**
 * What is said of the encryption at a peer that could not be asked: that nothing is known, and why. Undefined when the
 * fault is on this machine: nobody looked, and whoever looks next may tell.
 */
export function unaskedEncryption(asked: Asked, failure: ProbeFailure): readonly FactDraft[] | undefined {
  if (isOwnFault(failure) && failure.code !== ELSEWHERE) return undefined
  const reason = steadyReason(failure)
  return [{ kind: 'encryption', ...asked, state: 'unknown', failure: reason, evidence: [reason] }]
}
