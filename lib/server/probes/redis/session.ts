import { Redis } from 'ioredis'
import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, type FailureStage, failed, type ProbeFailure } from '../failure'
import { beforeDeadline, DeadlinePassed } from '../wire/held-session'
import { loadTrust } from '../wire/trust'
import type { RedisAccess } from './access'

/** A signed-in connection to one server. Replies come as the server sends them. */
export interface RedisSession {
  /** Rejects with the server's error, or when the connection breaks. */
  call(command: string, ...parameters: readonly string[]): Promise<unknown>
}

/** Connects once, without retries of the library's own: whether to try again is the scheduler's to say. */
export async function openRedis(
  access: RedisAccess,
  context: ProbeContext,
): Promise<HeldConnection<RedisSession> | ProbeFailure> {
  const password = access.password === undefined ? undefined : await context.secret(access.password)
  const tls = access.tls ? await tlsOptions(access, context) : undefined
  const startedMs = performance.now()
  const client = new Redis({
    host: access.host,
    port: access.port,
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
    connectTimeout: context.timeoutMs,
    ...(tls ? { tls } : {}),
  })
  // The library rejects with words of its own; the socket's error comes here.
  let lastError: Error | undefined
  client.on('error', (error) => {
    lastError = error
  })
  try {
    await beforeDeadline(context, () => client.connect())
    await beforeDeadline(context, () => signIn(client, access.user, password))
    return held(client)
  } catch (error) {
    hangUp(client)
    const { stage, code, detail } = describeRedisError(lastError ?? error)
    return failed(stage, code, performance.now() - startedMs, detail)
  }
}

/** The library's own sign-in hides the server's answer behind a broken connection. */
async function signIn(client: Redis, user: string | undefined, password: string | undefined): Promise<void> {
  if (password !== undefined) await client.call('AUTH', ...(user === undefined ? [] : [user]), password)
}

/** The library closes politely, and a hung server never answers that: the socket goes at once. */
function hangUp(client: Redis): void {
  client.disconnect()
  client.stream?.destroy()
}

async function tlsOptions(access: RedisAccess, context: ProbeContext) {
  const { secureContext, servername } = await loadTrust(access, context)
  return { secureContext, ...(servername === undefined ? {} : { servername }) }
}

function held(client: Redis): HeldConnection<RedisSession> {
  return {
    value: { call: (command, ...parameters) => client.call(command, ...parameters) },
    close: () => hangUp(client),
    onBreak: (listener) => {
      const tell = () => listener('broke the Redis connection that was held open')
      if (client.status === 'end') queueMicrotask(tell)
      client.once('end', tell)
    },
  }
}

const replyFaults: Readonly<Record<string, string>> = {
  NOAUTH: 'the probe may not sign in: it has no password',
  WRONGPASS: 'the probe may not sign in: its password is wrong',
  NOPERM: 'the probe lacks a permission that it needs',
  LOADING: 'is loading its data and answers nothing yet',
  CLUSTERDOWN: 'says that the cluster is down',
  MASTERDOWN: 'says that its master is down',
  ERR: 'refuses a command of the probe',
}

/** The server's errors begin with a word in capitals; raw messages are not shown. */
export function describeRedisError(error: unknown): { stage: FailureStage; code: string; detail?: string } {
  if (error instanceof DeadlinePassed) return { stage: 'answer', code: DEADLINE }
  const word = error instanceof Error ? /^([A-Z]+) /.exec(error.message)?.[1] : undefined
  const words = word === undefined ? undefined : replyFaults[word]
  if (word !== undefined && words !== undefined) return { stage: 'sign-in', code: word, detail: words }
  const code = errorCode(error)
  return { stage: 'answer', code: code === 'EUNKNOWN' ? 'ECONNRESET' : code }
}

/** True when the server answers, but not this account: nothing more is known of it. */
export function isRedisAccountFault({ code }: ProbeFailure): boolean {
  return code === 'NOAUTH' || code === 'WRONGPASS' || code === 'NOPERM'
}
