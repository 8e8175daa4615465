import { isIP } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { AppError } from '@/lib/core/errors/app-error'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'

export interface TrustSettings {
  readonly host: string
  readonly caFile?: string | undefined
  readonly serverName?: string | undefined
}

/** Options of a TLS connection that checks its peer. */
export interface Trust {
  readonly secureContext: SecureContext
  /** SNI; absent for an address, for which the protocol has none. */
  readonly servername?: string
  /** The name that the certificate must bear. */
  readonly checkedName: string
  /** The CA certificates trusted, in PEM; undefined means the public ones. */
  readonly caPem: string | undefined
}

/** Making a context costs milliseconds, and an estate has few CAs. */
const MAX_CONTEXTS = 32
const contexts = new Map<string, SecureContext>()

/** Throws `unavailable` when the CA file is missing or holds no certificates. */
export async function loadTrust(
  settings: TrustSettings,
  context: Pick<ProbeContext, 'secret'>,
): Promise<Trust> {
  const caPem = settings.caFile === undefined ? undefined : await context.secret(settings.caFile)
  const checkedName = settings.serverName ?? settings.host
  const base = { secureContext: contextFor(caPem, settings.caFile), checkedName, caPem }
  return isIP(checkedName) === 0 ? { ...base, servername: checkedName } : base
}

function contextFor(caPem: string | undefined, reference: string | undefined): SecureContext {
  const key = caPem ?? ''
  const known = contexts.get(key)
  if (known) return known
  if (contexts.size >= MAX_CONTEXTS) contexts.clear()
  const made = makeContext(caPem, reference)
  contexts.set(key, made)
  return made
}

function makeContext(caPem: string | undefined, reference: string | undefined): SecureContext {
  if (caPem === undefined) return createSecureContext()
  if (!caPem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new AppError('unavailable', `${reference ?? 'the CA file'} holds no certificate`)
  }
  try {
    return createSecureContext({ ca: caPem })
  } catch (cause) {
    throw new AppError('unavailable', `${reference ?? 'the CA file'} holds no valid certificate`, { cause })
  }
}
