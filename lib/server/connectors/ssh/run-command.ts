import { createHash } from 'node:crypto'
import { Client, type ClientChannel } from 'ssh2'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { failureReason } from '@/lib/server/probes/failure'
import { openSocket } from '@/lib/server/probes/wire/socket'
import { orAborted, within } from '../deadline'
import type { SshHosts } from '../ssh.connector'

const CONNECT_MS = 4_000
const COMMAND_MS = 15_000
const MAX_OUTPUT = 256 * 1024
/** Values never hold what a shell would read as more than a word, whatever the other side runs. */
const PLAIN_WORD = /^[A-Za-z0-9][A-Za-z0-9.:,_-]*$/

export interface CommandAnswer {
  readonly code: number
  readonly output: string
  /** Last lines of what it complained of. */
  readonly complaint: string
}

export interface HostCommand {
  readonly node: string
  /** A name of the connector's `commands`. */
  readonly command: string
  readonly values?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/** The request as it goes to the host. Throws `bad-input` for a command that no admin has declared. */
export function requestOf(hosts: SshHosts, { command, values = {} }: HostCommand): string {
  const template = hosts.commands[command]
  if (template === undefined) throw new AppError('bad-input', `the connector allows no command ${command}`)
  return template.replace(/\{([a-z]+)\}/g, (_whole, name: string) => {
    const value = values[name]
    if (value === undefined || !PLAIN_WORD.test(value)) {
      throw new AppError('bad-input', `the command ${command} needs a plain word for ${name}`)
    }
    return value
  })
}

/**
 * Runs one allow-listed command on one host whose key is the pinned one. A command that fails is an answer;
 * throws `unavailable` when the host cannot be reached or does not answer in time.
 */
export async function runHostCommand(
  hosts: SshHosts,
  asked: HostCommand,
  reach: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<CommandAnswer> {
  const host = hosts.hosts[asked.node]
  if (!host) throw new AppError('bad-input', `the connector declares no host ${asked.node}`)
  const request = requestOf(hosts, asked)
  const [privateKey, fingerprint] = await Promise.all([
    reach.secret(hosts.privateKey),
    host.fingerprint.startsWith('SHA256:') ? host.fingerprint : reach.secret(host.fingerprint),
  ])
  const opened = await openSocket(host, { signal: within(reach.signal, CONNECT_MS) })
  if (opened.outcome === 'failed') throw unavailable(asked.node, failureReason(opened))
  const { socket } = opened
  const client = new Client()
  const timeoutMs = asked.timeoutMs ?? COMMAND_MS
  const work = new Promise<CommandAnswer>((resolve, reject) => {
    let isRightHost = true
    client
      .on('ready', () =>
        client.exec(request, (error, channel) => (error ? reject(error) : collect(channel, resolve))),
      )
      .on('error', (error) =>
        reject(isRightHost ? error : unavailable(asked.node, 'shows another host key than the pinned one')),
      )
      .on('close', () => reject(unavailable(asked.node, 'broke the SSH connection')))
      .connect({
        sock: socket,
        username: hosts.user,
        privateKey,
        readyTimeout: 0,
        hostVerifier: (key: Buffer) => {
          isRightHost = fingerprint.trim().replace(/=+$/, '') === fingerprintOf(key)
          return isRightHost
        },
      })
  })
  try {
    const late = () => unavailable(asked.node, `gives no answer over SSH in ${timeoutMs / 1_000} s`)
    return await orAborted(work, within(reach.signal, timeoutMs), late)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unavailable(asked.node, 'does not let us in over SSH', error)
  } finally {
    client.end()
    socket.destroy()
  }
}

function collect(channel: ClientChannel, done: (answer: CommandAnswer) => void): void {
  let output = ''
  let complaint = ''
  channel.on('data', (bytes: Buffer) => {
    if (output.length < MAX_OUTPUT) output += bytes.toString('utf8')
  })
  channel.stderr.on('data', (bytes: Buffer) => {
    complaint = `${complaint}${bytes.toString('utf8')}`.slice(-500)
  })
  channel.on('close', (code: number | null) =>
    done({ code: code ?? -1, output: output.trimEnd(), complaint: complaint.trimEnd() }),
  )
}

function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

function unavailable(node: string, words: string, cause?: unknown): AppError {
  return new AppError('unavailable', `${node} ${words}`, { cause })
}
