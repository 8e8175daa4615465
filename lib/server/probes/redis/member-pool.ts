import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { failed, type ProbeFailure } from '../failure'
import { beforeDeadline } from '../wire/held-session'
import type { SocketAddress } from '../wire/socket'
import type { RedisAccess } from './access'
import { describeRedisError, openRedis, type RedisSession } from './session'

export interface Replied<T> {
  readonly outcome: 'replied'
  readonly value: T
}

/** Connections to the members of one cluster, one each, opened when first asked. */
export class MemberPool {
  readonly #signIn: Omit<RedisAccess, 'host' | 'port'>
  readonly #open = new Map<string, HeldConnection<RedisSession>>()
  #onBreak: ((reason: string) => void) | undefined

  constructor(signIn: Omit<RedisAccess, 'host' | 'port'>) {
    this.#signIn = signIn
  }

  /**
   * Asks one member. A kept connection that turns out to be broken is replaced once; one that did not answer
   * in time is closed, so that a late reply is not taken for another's.
   */
  async ask<T>(
    address: SocketAddress,
    context: ProbeContext,
    work: (session: RedisSession) => Promise<T>,
  ): Promise<Replied<T> | ProbeFailure> {
    const wasOpen = this.#open.has(keyOf(address))
    const first = await this.#askOnce(address, context, work)
    const isStale = wasOpen && first.outcome === 'failed' && first.code === 'ECONNRESET'
    return isStale ? this.#askOnce(address, context, work) : first
  }

  close(): void {
    for (const key of [...this.#open.keys()]) this.#drop(key)
  }

  /** All of them as one connection to keep: the break of any raises suspicion. */
  held(): HeldConnection<MemberPool> {
    return {
      value: this,
      close: () => this.close(),
      onBreak: (listener) => {
        this.#onBreak = listener
      },
    }
  }

  async #askOnce<T>(
    address: SocketAddress,
    context: ProbeContext,
    work: (session: RedisSession) => Promise<T>,
  ): Promise<Replied<T> | ProbeFailure> {
    const startedMs = performance.now()
    const session = await this.#sessionFor(address, context)
    if ('outcome' in session) return session
    try {
      return { outcome: 'replied', value: await beforeDeadline(context, () => work(session)) }
    } catch (error) {
      const { stage, code, detail } = describeRedisError(error)
      if (detail === undefined) this.#drop(keyOf(address))
      return failed(stage, code, performance.now() - startedMs, detail)
    }
  }

  async #sessionFor(address: SocketAddress, context: ProbeContext): Promise<RedisSession | ProbeFailure> {
    const key = keyOf(address)
    const known = this.#open.get(key)
    if (known) return known.value
    const opened = await openRedis({ ...this.#signIn, ...address }, context)
    if ('outcome' in opened) return opened
    this.#drop(key)
    this.#open.set(key, opened)
    opened.onBreak((reason) => {
      if (this.#open.get(key) !== opened) return
      this.#open.delete(key)
      opened.close()
      this.#onBreak?.(`${key} ${reason}`)
    })
    return opened.value
  }

  #drop(key: string): void {
    const connection = this.#open.get(key)
    this.#open.delete(key)
    connection?.close()
  }
}

export function keyOf({ host, port }: SocketAddress): string {
  return `${host}:${port}`
}
