import type { IncomingMessage } from 'node:http'
import { isLoopback, PEER_HEADER } from '@/lib/server/auth/client-address'

/**
 * Notes where a request comes from, over whatever the client claims: the peer of the socket, or with `hops`
 * proxies of one's own the address that the outermost of them saw.
 */
export function trustPeer(request: IncomingMessage, hops: number): void {
  const peer = request.socket.remoteAddress ?? 'unknown'
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const address = hops === 0 ? direct(peer, forwarded.length > 0) : (forwarded.at(-hops) ?? peer)
  request.headers[PEER_HEADER] = address
  request.headers['x-forwarded-for'] = address
}

/** A proxy that nobody told us of must not make the whole world look like this machine. */
function direct(peer: string, isForwarded: boolean): string {
  return isForwarded && isLoopback(peer) ? `forwarded by ${peer}` : peer
}
