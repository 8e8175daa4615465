import type { Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'
import { type ByteReader, readFrom, type TakeMessage } from './byte-reader'
import { openSocket } from './socket'
import type { Trust } from './trust'

export interface SmtpReply {
  readonly code: number
  /** The text of its first line. */
  readonly text: string
  readonly lines: readonly string[]
}

export type SmtpEncryption = { readonly outcome: 'encrypted'; readonly protocol: string } | ProbeFailure

export interface SmtpGreeting {
  readonly outcome: 'greeted'
  readonly banner: SmtpReply
  /** The answer to EHLO; undefined when the greeting was a refusal. */
  readonly hello: SmtpReply | undefined
  readonly extensions: readonly string[]
  /** Undefined when it was not asked for or not offered. */
  readonly encryption: SmtpEncryption | undefined
  readonly greetingMs: number
}

interface SmtpOptions {
  readonly host: string
  readonly port: number
  readonly heloName: string
  /** Present when STARTTLS is to be tried. */
  readonly trust: Trust | undefined
}

/** Greeting, EHLO, STARTTLS where asked for, QUIT. No mail is begun. */
export async function greetSmtp(
  options: SmtpOptions,
  context: ProbeContext,
): Promise<SmtpGreeting | ProbeFailure> {
  const startedMs = performance.now()
  const opened = await openSocket(options, context)
  if (opened.outcome === 'failed') return opened
  const { socket } = opened
  const reader = readFrom(socket, context)
  try {
    const banner = await reader.take(takeReply)
    if (banner.outcome === 'failed') return banner
    const greetingMs = performance.now() - startedMs
    const greeted = { outcome: 'greeted', banner: banner.value, greetingMs } as const
    if (banner.value.code !== 220)
      return { ...greeted, hello: undefined, extensions: [], encryption: undefined }
    const hello = await say(`EHLO ${options.heloName}`, socket, reader)
    if (hello.outcome === 'failed') return hello
    const extensions = hello.value.lines.slice(1).map((line) => line.split(' ')[0]?.toUpperCase() ?? '')
    const isTried = options.trust !== undefined && extensions.includes('STARTTLS')
    const encryption = isTried ? await startTls({ socket, reader, trust: options.trust }, context) : undefined
    if (!isTried) socket.write('QUIT\r\n')
    return { ...greeted, hello: hello.value, extensions, encryption }
  } finally {
    socket.destroySoon()
    const closing = setTimeout(() => socket.destroy(), 200)
    socket.once('close', () => clearTimeout(closing))
  }
}

function say(command: string, socket: Socket, reader: ByteReader) {
  socket.write(`${command}\r\n`)
  return reader.take(takeReply)
}

interface StartTlsOptions {
  readonly socket: Socket
  readonly reader: ByteReader
  readonly trust: Trust
}

async function startTls(
  { socket, reader, trust }: StartTlsOptions,
  context: ProbeContext,
): Promise<SmtpEncryption> {
  const startedMs = performance.now()
  const ready = await say('STARTTLS', socket, reader)
  if (ready.outcome === 'failed') return ready
  const { code, text } = ready.value
  if (code !== 220)
    return failed('tls', `SMTP_${code}`, performance.now() - startedMs, `refused with ${code} ${text}`)
  socket.removeAllListeners('data')
  return new Promise((done) => {
    const { secureContext, checkedName, servername } = trust
    const secured = connectTls({
      socket,
      secureContext,
      ...(servername === undefined ? {} : { servername }),
      checkServerIdentity: (_name, certificate) => checkServerIdentity(checkedName, certificate),
    })
    const finish = (result: SmtpEncryption) => {
      context.signal.removeEventListener('abort', onAbort)
      secured.destroy()
      done(result)
    }
    const fail = (code: string) => finish(failed('tls', code, performance.now() - startedMs))
    const onAbort = () => fail(DEADLINE)
    context.signal.addEventListener('abort', onAbort)
    secured.on('error', (error) => fail(errorCode(error)))
    secured.on('close', () => fail('ECONNRESET'))
    secured.on('secureConnect', () => {
      finish({ outcome: 'encrypted', protocol: secured.getProtocol() ?? 'unknown' })
    })
  })
}

/** All lines of one reply: `250-first`, …, `250 last`. What is no reply has code 0. */
const takeReply: TakeMessage<SmtpReply> = (bytes) => {
  const text = bytes.toString('latin1')
  const lines: string[] = []
  let length = 0
  for (;;) {
    const end = text.indexOf('\n', length)
    if (end < 0) return undefined
    const line = text.slice(length, end).replace(/\r$/, '')
    length = end + 1
    const parts = /^([2-5][0-9]{2})([- ]?)(.*)$/.exec(line)
    if (!parts) return { value: { code: 0, text: line.slice(0, 80), lines: [line] }, length }
    lines.push(parts[3] ?? '')
    if (parts[2] !== '-') return { value: { code: Number(parts[1]), text: lines[0] ?? '', lines }, length }
  }
}
