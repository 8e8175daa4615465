import { createHash } from 'node:crypto'
import { Client, type ClientChannel } from 'ssh2'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { failureReason } from '@/lib/server/probes/failure'
import { openSocket } from '@/lib/server/probes/wire/socket'
import { orAborted, within } from '../deadline'
import type { SshHosts } from '../ssh.connector'

const CONNECT_MS = 4_000
/** A run asks the same hosts again and again; a handshake costs more than all that is asked. */
const KEPT_MS = 20_000

interface Kept {
  readonly client: Promise<Client>
  readonly timer: NodeJS.Timeout
  /** Commands that run on it. It is ended when it is forgotten and none is left: one never cuts off another. */
  uses: number
  isForgotten: boolean
}

export interface OpenedChannel {
  readonly channel: ClientChannel
  /** To be called once, when nothing more is wanted of the channel. */
  release(): void
}

const kept = new Map<string, Kept>()

type Reach = Pick<ActionContext, 'signal' | 'secret'>

/** A channel on which the request runs, on a kept connection where there is one that still works. */
export async function openChannel(
  hosts: SshHosts,
  asked: { readonly node: string; readonly request: string },
  reach: Reach,
): Promise<OpenedChannel> {
  const key = JSON.stringify([asked.node, hosts.user, hosts.privateKey, hosts.hosts[asked.node]])
  const known = kept.get(key)
  if (known) {
    try {
      return await use(known, asked.request, reach.signal)
    } catch {
      // It broke since: a new one tells whether the host can be reached.
      forget(key, known)
    }
  }
  const client = connect(hosts, asked.node, reach)
  const timer = setTimeout(() => forget(key), KEPT_MS)
  timer.unref()
  const opening: Kept = { client, timer, uses: 0, isForgotten: false }
  kept.set(key, opening)
  try {
    const opened = await client
    opened.once('close', () => forget(key, opening))
    return await use(opening, asked.request, reach.signal)
  } catch (error) {
    forget(key, opening)
    throw error
  }
}

async function use(of: Kept, request: string, signal: AbortSignal): Promise<OpenedChannel> {
  of.uses += 1
  const release = () => {
    of.uses -= 1
    endIfIdle(of)
  }
  try {
    return { channel: await exec(await of.client, request, signal), release }
  } catch (error) {
    release()
    throw error
  }
}

/** For a host that stopped answering: its connection is used for nothing new. */
export function dropConnections(hosts: SshHosts, node: string): void {
  forget(JSON.stringify([node, hosts.user, hosts.privateKey, hosts.hosts[node]]))
}

function forget(key: string, only?: Kept): void {
  const found = only ?? kept.get(key)
  if (!found) return
  if (kept.get(key) === found) kept.delete(key)
  clearTimeout(found.timer)
  found.isForgotten = true
  endIfIdle(found)
}

function endIfIdle({ client, uses, isForgotten }: Kept): void {
  if (!isForgotten || uses > 0) return
  client.then(
    (opened) => opened.destroy(),
    () => undefined,
  )
}

async function connect(hosts: SshHosts, node: string, reach: Reach): Promise<Client> {
  const host = hosts.hosts[node]
  if (!host) throw new AppError('bad-input', `the connector declares no host ${node}`)
  const [privateKey, fingerprint] = await Promise.all([
    reach.secret(hosts.privateKey),
    host.fingerprint.startsWith('SHA256:') ? host.fingerprint : reach.secret(host.fingerprint),
  ])
  // Others may wait for this connection: only its own deadline ends it.
  const signal = AbortSignal.timeout(CONNECT_MS)
  const opened = await openSocket(host, { signal })
  if (opened.outcome === 'failed') throw unavailable(node, failureReason(opened))
  const client = new Client()
  let isRightHost = true
  const ready = new Promise<Client>((resolve, reject) => {
    client
      .on('ready', () => resolve(client))
      .on('error', (error) =>
        reject(isRightHost ? error : unavailable(node, 'shows another host key than the pinned one')),
      )
      .on('close', () => reject(unavailable(node, 'broke the SSH connection')))
      .connect({
        sock: opened.socket,
        username: hosts.user,
        privateKey,
        readyTimeout: 0,
        hostVerifier: (hostKey: Buffer) => {
          isRightHost = fingerprint.trim().replace(/=+$/, '') === fingerprintOf(hostKey)
          return isRightHost
        },
      })
  })
  try {
    return await orAborted(ready, signal, () =>
      unavailable(node, `gives no answer over SSH in ${CONNECT_MS / 1_000} s`),
    )
  } catch (error) {
    client.destroy()
    opened.socket.destroy()
    if (error instanceof AppError) throw error
    throw unavailable(node, 'does not let us in over SSH', error)
  }
}

function exec(client: Client, request: string, signal: AbortSignal): Promise<ClientChannel> {
  const opening = new Promise<ClientChannel>((resolve, reject) => {
    client.exec(request, (error, channel) => (error ? reject(error) : resolve(channel)))
  })
  return orAborted(
    opening,
    within(signal, CONNECT_MS),
    () => new AppError('unavailable', 'no channel in time'),
  )
}

function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

export function unavailable(node: string, words: string, cause?: unknown): AppError {
  return new AppError('unavailable', `${node} ${words}`, { cause })
}
