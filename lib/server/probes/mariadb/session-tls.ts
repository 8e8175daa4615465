import { tlsProtocols } from '@/lib/core/observed/fact'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { type ProbeFailure, steadyReason } from '../failure'
import { unknownEndpoint } from '../tls-endpoint/unknown-endpoint'
import type { SocketAddress } from '../wire/socket'
import type { MariadbAccess } from './access'
import type { MariadbSession } from './session'

/** How the probe's own session is encrypted, by the server's word and by its handshake. */
export interface SessionTls {
  readonly served: NonNullable<MariadbSession['served']>
  /** `TLSv1.3`; empty for a session in clear. */
  readonly version: string
  readonly cipher: string
}

const STATUS = `SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_cipher', 'Ssl_version')`

const LEAF_ALONE =
  'its certificate leads to a trusted root and bears the name; of its chain the leaf alone is shown'

/** Null for a session in clear. */
export async function readSessionTls({ served, rows }: MariadbSession): Promise<SessionTls | null> {
  if (served === null) return null
  const status = new Map((await rows(STATUS)).map((row) => [row.Variable_name, row.Value ?? '']))
  return { served, version: status.get('Ssl_version') ?? '', cipher: status.get('Ssl_cipher') ?? '' }
}

/**
 * The endpoint as the signed-in session met it. Handshakes without a sign-in are not made: the server counts them as
 * broken and at some time blocks their host. So only what was negotiated is known.
 */
export function sessionTlsFact(where: SocketAddress, tls: SessionTls): FactDraft {
  const { leaf, checkedName, anchors } = tls.served
  const negotiated = tlsProtocols.find((each) => each === tls.version)
  const unknown = unknownEndpoint(where, checkedName)
  return {
    ...unknown,
    failure: null,
    chain: [leaf],
    trust: { isTrusted: true, reason: LEAF_ALONE, anchors },
    protocols:
      negotiated === undefined ? unknown.protocols : { ...unknown.protocols, [negotiated]: 'offered' },
    // The server tells OpenSSL's name, which is the standard one for TLS 1.3 alone.
    ciphers: tls.cipher.startsWith('TLS_') ? [{ protocol: tls.version, name: tls.cipher }] : [],
  }
}

/** The endpoint whose session could not be had. */
export function unansweredTls(access: MariadbAccess, failure: ProbeFailure): FactDraft {
  return { ...unknownEndpoint(access, access.serverName ?? access.host), failure: steadyReason(failure) }
}
