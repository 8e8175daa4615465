import { EventEmitter } from 'node:events'
import { TLSSocket } from 'node:tls'

/**
 * From here on an encrypted socket that loses all its listeners keeps one that drops errors.
 *
 * The MariaDB driver takes the listeners off its encrypted socket when the server hangs up, also in the middle of the
 * handshake. Node tells that socket of the failure after that, and an error without a listener ends the process. The
 * driver hands the socket to nobody, so its class is where it can be reached. May be called again.
 */
export function keepDeafTlsHarmless(): void {
  if (Object.hasOwn(TLSSocket.prototype, 'removeAllListeners')) return
  TLSSocket.prototype.removeAllListeners = function removeAllListeners(this: TLSSocket, ...names) {
    EventEmitter.prototype.removeAllListeners.apply(this, names)
    if (this.listenerCount('error') === 0) this.on('error', () => undefined)
    return this
  }
}
