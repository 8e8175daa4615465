import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { failed, type ProbeFailure } from '../failure'
import { withShorterDeadline } from '../wire/shorter-deadline'
import type { SocketAddress } from '../wire/socket'
import type { RedisAccess } from './access'
import { MemberPool, type Replied } from './member-pool'
import type { RedisSession } from './session'

const MAX_MOVES = 3

/** A reply that says where the key lives instead of giving its value. */
interface Moved {
  readonly movedTo: SocketAddress
}

/** Reads keys of a single Redis or of a cluster, wherever they live, without a client that never gives up. */
export class ClusterReader {
  readonly #pool: MemberPool
  /** The entrances, the one that answered last in front. */
  #seeds: readonly SocketAddress[]
  readonly #homes = new Map<string, SocketAddress>()

  constructor(signIn: Omit<RedisAccess, 'host' | 'port'>, seeds: readonly SocketAddress[]) {
    this.#pool = new MemberPool(signIn)
    this.#seeds = seeds
  }

  held(): HeldConnection<ClusterReader> {
    return { ...this.#pool.held(), value: this }
  }

  /** One command on one key. A failure is that of the last member asked. */
  async read(
    key: string,
    command: readonly [string, ...string[]],
    context: ProbeContext,
  ): Promise<Replied<unknown> | ProbeFailure> {
    let home = this.#homes.get(key)
    let isRemembered = home !== undefined
    for (let moves = 0; moves <= MAX_MOVES; moves += 1) {
      const reply = home
        ? await this.#askHome(home, command, context)
        : await this.#askAnyone(command, context)
      if (reply.outcome === 'failed') {
        this.#homes.delete(key)
        if (!isRemembered || context.signal.aborted) return reply
        // The key may have moved away from a member that has failed since.
        home = undefined
        isRemembered = false
        continue
      }
      if (!isMoved(reply.value)) return reply
      home = reply.value.movedTo
      this.#homes.set(key, home)
    }
    return failed('answer', 'MOVED', 0, 'sends the probe from member to member')
  }

  #askHome(home: SocketAddress, command: readonly [string, ...string[]], context: ProbeContext) {
    return withShorterDeadline(context, context.timeoutMs / 3, (shorter) => this.#ask(home, command, shorter))
  }

  async #askAnyone(command: readonly [string, ...string[]], context: ProbeContext) {
    let last: ProbeFailure = failed('connect', 'ENOSEED', 0, 'has no address')
    const share = context.timeoutMs / (Math.min(this.#seeds.length, 4) + 1)
    for (const seed of this.#seeds) {
      const reply = await withShorterDeadline(context, share, (shorter) => this.#ask(seed, command, shorter))
      if (reply.outcome === 'replied') {
        this.#seeds = [seed, ...this.#seeds.filter((other) => other !== seed)]
        return reply
      }
      last = reply
      if (context.signal.aborted) break
    }
    return last
  }

  #ask(address: SocketAddress, [name, ...parameters]: readonly [string, ...string[]], context: ProbeContext) {
    return this.#pool.ask<unknown>(address, context, (session) =>
      callOrMove(session, name, parameters, address),
    )
  }
}

async function callOrMove(
  session: RedisSession,
  name: string,
  parameters: readonly string[],
  asked: SocketAddress,
): Promise<unknown> {
  try {
    return await session.call(name, ...parameters)
  } catch (error) {
    const [, host, port] = error instanceof Error ? (/^MOVED \d+ (.*):(\d+)$/.exec(error.message) ?? []) : []
    if (host === undefined || port === undefined) throw error
    // A member that does not know its own name leaves the host out.
    return { movedTo: { host: host || asked.host, port: Number(port) } } satisfies Moved
  }
}

function isMoved(value: unknown): value is Moved {
  return typeof value === 'object' && value !== null && 'movedTo' in value
}
