import type { SocketAddress } from '../wire/socket'

/** A TLS endpoint of which nothing is known yet. */
export function unknownEndpoint({ host, port }: SocketAddress, serverName: string) {
  return {
    kind: 'tls-endpoint' as const,
    host,
    port,
    serverName,
    chain: [],
    trust: null,
    protocols: {
      TLSv1: 'unknown',
      'TLSv1.1': 'unknown',
      'TLSv1.2': 'unknown',
      'TLSv1.3': 'unknown',
    } as const,
    ciphers: [],
    group: null,
    isStapled: null,
    hsts: null,
    hstsFailure: null,
  }
}
