import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { type AuthenticationType, Client, type ClientChannel, type ConnectConfig } from 'ssh2'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, type FailureStage, failed, type ProbeFailure } from '../failure'
import { openSocket } from './socket'

const MAX_OUTPUT_BYTES = 256 * 1024

export interface SshFacts {
  readonly outcome: 'met'
  /** What the server says of itself: `SSH-2.0-OpenSSH_9.2p1`. */
  readonly banner: string
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string
  /** Ways to sign in that the server offers; undefined when they were not asked for. */
  readonly signInMethods: readonly string[] | undefined
  /** What the command printed; undefined when none was run. */
  readonly output: string | undefined
  readonly bannerMs: number
}

interface SshOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Ask for the ways to sign in, without signing in. */
  readonly asksSignInMethods?: boolean
  /** Signs in and runs one command, provided that the host key is the expected one. */
  readonly run?: { readonly privateKey: string; readonly fingerprint: string; readonly command: string }
}

/** Meets an SSH server before the deadline: banner, host key, and what is asked beyond; then hangs up. */
export async function meetSsh(options: SshOptions, context: ProbeContext): Promise<SshFacts | ProbeFailure> {
  const opened = await openSocket(options, context)
  if (opened.outcome === 'failed') return opened
  return new Promise((done) => {
    new Meeting(opened.socket, options, { context, done }).start()
  })
}

interface MeetingOptions {
  readonly context: ProbeContext
  readonly done: (result: SshFacts | ProbeFailure) => void
}

class Meeting {
  readonly #socket: Socket
  readonly #options: SshOptions
  readonly #signal: AbortSignal
  readonly #done: (result: SshFacts | ProbeFailure) => void
  readonly #client = new Client()
  readonly #startedMs = performance.now()
  #stage: FailureStage = 'answer'
  #firstBytes = ''
  #bannerMs = 0
  #fingerprint: string | undefined
  #isOver = false

  constructor(socket: Socket, options: SshOptions, { context, done }: MeetingOptions) {
    this.#socket = socket
    this.#options = options
    this.#signal = context.signal
    this.#done = done
  }

  start(): void {
    this.#signal.addEventListener('abort', this.#onAbort)
    this.#socket.on('data', this.#onBytes)
    this.#client
      .on('ready', () => this.#run())
      .on('error', (error) => this.#onError(error))
      .on('close', () => this.#fail('ECONNRESET'))
      .connect(this.#config())
  }

  #config(): ConnectConfig {
    const { user, run } = this.#options
    return {
      sock: this.#socket,
      username: user,
      readyTimeout: 0,
      hostVerifier: (key: Buffer) => this.#onHostKey(key),
      authHandler: (methodsLeft, _partialSuccess, next) => {
        if (methodsLeft === null && !run) return next('none')
        if (methodsLeft === null && run) {
          return next({ type: 'publickey', username: user, key: run.privateKey })
        }
        this.#onSignInRefused(methodsLeft)
      },
    }
  }

  /** The deadline aborts at connecting too, so it cannot have passed unseen before. */
  readonly #onAbort = (): void => this.#fail(DEADLINE)

  readonly #onBytes = (bytes: Buffer): void => {
    this.#firstBytes += bytes.toString('latin1')
    if (!/^SSH-[^\r\n]*\r?\n/m.test(this.#firstBytes) && this.#firstBytes.length < 4096) return
    this.#bannerMs = performance.now() - this.#startedMs
    this.#socket.removeListener('data', this.#onBytes)
  }

  #onHostKey(key: Buffer): boolean {
    this.#fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
    this.#stage = 'sign-in'
    const { run, asksSignInMethods } = this.#options
    if (run) {
      if (run.fingerprint === this.#fingerprint) return true
      this.#finish(
        failed('sign-in', 'EHOSTKEY', this.#elapsedMs(), 'shows another host key than the declared one'),
      )
      return false
    }
    if (asksSignInMethods) return true
    this.#meet(undefined, undefined)
    return false
  }

  #onSignInRefused(methods: readonly AuthenticationType[] | null): void {
    if (this.#options.run) return this.#fail('ESIGNIN', 'refuses the sign-in of the probe')
    this.#meet(methods ?? [], undefined)
  }

  #run(): void {
    const { run } = this.#options
    // Let in without any credential.
    if (!run) return this.#meet(['none'], undefined)
    this.#stage = 'answer'
    this.#client.exec(run.command, (error, channel) => {
      if (error) return this.#fail('EEXEC', 'does not run the command')
      this.#collect(channel)
    })
  }

  #collect(channel: ClientChannel): void {
    let output = ''
    channel.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8')
      if (output.length > MAX_OUTPUT_BYTES) this.#fail('ETOOLONG', 'answers without end')
    })
    channel.stderr.resume()
    channel.on('close', (code: number | null) => {
      if (code !== 0) return this.#fail('EEXIT', `the command failed with code ${code ?? 'none'}`)
      this.#meet(undefined, output)
    })
  }

  #meet(signInMethods: readonly string[] | undefined, output: string | undefined): void {
    const banner = /^SSH-[^\r\n]*/m.exec(this.#firstBytes)?.[0] ?? ''
    const fingerprint = this.#fingerprint ?? ''
    this.#finish({ outcome: 'met', banner, fingerprint, signInMethods, output, bannerMs: this.#bannerMs })
  }

  #onError(error: Error & { readonly level?: string }): void {
    if (error.level === 'protocol') return this.#fail('EPROTOCOL', 'does not speak SSH')
    this.#fail(errorCode(error))
  }

  #fail(code: string, detail?: string): void {
    this.#finish(failed(this.#stage, code, this.#elapsedMs(), detail))
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  #finish(result: SshFacts | ProbeFailure): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#done(result)
    // A hung server does not acknowledge the goodbye: the socket goes either way.
    this.#client.end()
    setImmediate(() => this.#socket.destroy())
  }
}
