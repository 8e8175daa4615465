import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { Judgement } from '@/lib/core/probes/probe-definition'
import { judgement, unknownBecause } from './judgement'

/** How far a measurement came before it failed. */
export const failureStages = ['resolve', 'connect', 'tls', 'sign-in', 'request', 'answer'] as const
export type FailureStage = (typeof failureStages)[number]

/** A peer that did not do its part, as a value. */
export interface ProbeFailure {
  readonly outcome: 'failed'
  readonly stage: FailureStage
  /** A code of the system or the protocol: `ECONNREFUSED`, `EDEADLINE`, `CERT_HAS_EXPIRED`. */
  readonly code: string
  readonly afterMs: number
  /** A short text for people, free of secrets, where the code alone says too little. */
  readonly detail?: string
}

/** The code of a measurement that its deadline ended. */
export const DEADLINE = 'EDEADLINE'

/** The code of a measurement that only a worker on another machine could have made. */
export const ELSEWHERE = 'EELSEWHERE'

/** Codes that tell of this machine, not of the peer. */
const ownFaults: Readonly<Record<string, string>> = {
  [ELSEWHERE]: 'can be seen from its own machine alone',
  EMFILE: 'this machine has no free file handles',
  ENFILE: 'this machine has no free file handles',
  ENOBUFS: 'this machine has no free network buffers',
  ENOMEM: 'this machine is out of memory',
  EADDRNOTAVAIL: 'this machine has no free port to connect from',
  EACCES: 'this machine does not allow the connection',
  EPERM: 'this machine does not allow the connection',
  ENETDOWN: 'the network of this machine is down',
  ENETUNREACH: 'this machine has no route to it',
  EAI_AGAIN: 'the name could not be looked up',
  EAI_FAIL: 'the name could not be looked up',
}

const peerFaults: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOENT: 'its socket does not exist',
  ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off',
  EHOSTUNREACH: 'cannot be reached',
  EHOSTDOWN: 'cannot be reached',
  ETIMEDOUT: 'did not answer the connection',
  ENOTFOUND: 'its name does not exist',
  ENODATA: 'its name has no address',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate chain is not complete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate chain is not complete or not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is not complete or not trusted',
  CERT_SIGNATURE_FAILURE: 'its certificate has a false signature',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not speak TLS on this port',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'speaks only a TLS that is too old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'speaks only a TLS that is too old',
}

export function failed(stage: FailureStage, code: string, afterMs: number, detail?: string): ProbeFailure {
  return detail === undefined
    ? { outcome: 'failed', stage, code, afterMs }
    : { outcome: 'failed', stage, code, afterMs, detail }
}

/** The code of an error that a socket, a library or the system raised. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return 'EUNKNOWN'
}

/** Why it failed, as a sentence without its subject: `refused the connection`. */
export function failureReason(failure: ProbeFailure): string {
  if (failure.detail !== undefined) return failure.detail
  if (failure.code === DEADLINE) return `no answer in ${seconds(failure.afterMs)}`
  const known = ownFaults[failure.code] ?? peerFaults[failure.code]
  return known ?? `failed with ${failure.code} (${failure.stage})`
}

/** The reason in words that are the same at each look, for what is kept as a fact. */
export function steadyReason(failure: ProbeFailure): string {
  return failure.code === DEADLINE && failure.detail === undefined
    ? 'no answer in time'
    : failureReason(failure)
}

/** True when the failure says nothing about the peer. */
export function isOwnFault(failure: ProbeFailure): boolean {
  return failure.code in ownFaults
}

/** The judgement of a probe whose own node failed: down, unless the fault is on this machine. */
export function judgeFailure(failure: ProbeFailure, evidence: readonly EvidenceLine[] = []): Judgement {
  const lines = [
    ...evidence,
    { label: 'Failed at', value: `${failure.stage}, after ${milliseconds(failure.afterMs)}` },
  ]
  if (isOwnFault(failure)) return unknownBecause(failureReason(failure), lines)
  return judgement('down', failureReason(failure), { evidence: lines })
}

export function milliseconds(durationMs: number): string {
  return durationMs < 10 ? `${durationMs.toFixed(1)} ms` : `${Math.round(durationMs)} ms`
}

function seconds(durationMs: number): string {
  return durationMs < 1_000 ? milliseconds(durationMs) : `${Number((durationMs / 1_000).toFixed(1))} s`
}

/** A duration as a figure: a tenth of a millisecond is as fine as it is worth. */
export function tenths(durationMs: number): number {
  return Math.round(durationMs * 10) / 10
}
