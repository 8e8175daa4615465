import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { DEADLINE, isOwnFault, type ProbeFailure } from '../failure'
import type { SocketAddress } from '../wire/socket'

/**
 * What a probe that speaks the protocol of a port says of the port itself, so that no sweep need knock there too.
 * Undefined when it cannot tell.
 */
export function portFactOf(
  { host, port }: SocketAddress,
  outcome: ProbeFailure | { readonly outcome: 'read' },
): readonly FactDraft[] | undefined {
  const state = outcome.outcome === 'failed' ? stateOf(outcome) : openState
  if (state === undefined) return undefined
  return [{ kind: 'port', address: host, port, transport: 'tcp', service: null, ...state }]
}

const openState = { state: 'open', reason: 'syn-ack' } as const

function stateOf(failure: ProbeFailure) {
  if (isOwnFault(failure) || failure.stage === 'resolve') return undefined
  if (failure.code === 'ECONNREFUSED') return { state: 'closed', reason: 'conn-refused' } as const
  if (failure.stage !== 'connect') return openState
  if (failure.code === DEADLINE || failure.code === 'ETIMEDOUT') {
    return { state: 'filtered', reason: 'no-response' } as const
  }
  return undefined
}
