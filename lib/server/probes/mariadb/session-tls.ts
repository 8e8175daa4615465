import { type FactOf, tlsProtocols } from '@/lib/core/observed/fact'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import type { SocketAddress } from '../wire/socket'
import type { MariadbSession } from './session'

/** How the probe's own session is encrypted, by the server's word and by its handshake. */
export interface SessionTls {
  readonly served: NonNullable<MariadbSession['served']>
  /** `TLSv1.3`; empty for a session in clear. */
  readonly version: string
  readonly cipher: string
}

const STATUS = `SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_cipher', 'Ssl_version')`

const LEAF_ALONE = 'leads to a trusted root and bears the name; of its chain the leaf alone is shown'

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
export function sessionTlsFact({ host, port }: SocketAddress, tls: SessionTls): FactDraft {
  const { leaf, checkedName, anchors } = tls.served
  const protocols: FactOf<'tls-endpoint'>['protocols'] = {
    TLSv1: 'unknown',
    'TLSv1.1': 'unknown',
    'TLSv1.2': 'unknown',
    'TLSv1.3': 'unknown',
  }
  const negotiated = tlsProtocols.find((each) => each === tls.version)
  return {
    kind: 'tls-endpoint',
    host,
    port,
    serverName: checkedName,
    failure: null,
    chain: [leaf],
    trust: { isTrusted: true, reason: LEAF_ALONE, anchors },
    protocols: negotiated === undefined ? protocols : { ...protocols, [negotiated]: 'offered' },
    // The server tells OpenSSL's name, which is the standard one for TLS 1.3 alone.
    ciphers: tls.cipher.startsWith('TLS_') ? [{ protocol: tls.version, name: tls.cipher }] : [],
    group: null,
    isStapled: null,
    hsts: null,
    hstsFailure: null,
  }
}
