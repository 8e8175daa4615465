import type { ClientChannel } from 'ssh2'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { orAborted, within } from '../deadline'
import type { SshHosts } from '../ssh.connector'
import { dropConnections, openChannel, unavailable } from './ssh-client'

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
  const { node, timeoutMs = COMMAND_MS } = asked
  const request = requestOf(hosts, asked)
  let release: (() => void) | undefined
  let isOver = false
  const work = openChannel(hosts, { node, request }, reach).then((opened) => {
    if (isOver) opened.release()
    else release = opened.release
    return collect(opened.channel)
  })
  const late = () => unavailable(node, `gives no answer over SSH in ${timeoutMs / 1_000} s`)
  try {
    return await orAborted(work, within(reach.signal, timeoutMs), late)
  } catch (error) {
    dropConnections(hosts, node)
    if (error instanceof AppError) throw error
    throw unavailable(node, 'does not run the command over SSH', error)
  } finally {
    isOver = true
    release?.()
  }
}

function collect(channel: ClientChannel): Promise<CommandAnswer> {
  return new Promise((resolve, reject) => {
    let output = ''
    let complaint = ''
    channel.on('data', (bytes: Buffer) => {
      if (output.length < MAX_OUTPUT) output += bytes.toString('utf8')
    })
    channel.stderr.on('data', (bytes: Buffer) => {
      complaint = `${complaint}${bytes.toString('utf8')}`.slice(-500)
    })
    channel.on('close', (code?: number | null) => {
      // Without a word of how the command ended, nobody knows whether it did; one ended by a signal has no number.
      if (code === undefined) return reject(new Error('the connection ended before the command'))
      resolve({ code: code ?? -1, output: output.trimEnd(), complaint: complaint.trimEnd() })
    })
  })
}
