/** Set by our own server from the socket, over whatever the client sent. */
export const PEER_HEADER = 'x-switchyard-peer'

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/** Where a request comes from, as the network says; `unknown` when our own server did not take it. */
export function addressOf(headers: Headers): string {
  return headers.get(PEER_HEADER) ?? 'unknown'
}

export function isLoopback(address: string): boolean {
  return loopback.test(address)
}
