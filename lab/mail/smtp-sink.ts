import { SMTPServer } from 'smtp-server'
import type { Mailbox } from '@/lab/mail/mailbox'

export interface SmtpSinkOptions {
  readonly address: string
  readonly port: number
  readonly name: string
  /** With a certificate it offers STARTTLS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  readonly mailbox: Mailbox
}

const MOST_BYTES = 5_000_000

/** Takes every mail, relays none. Resolves with the port when it listens. */
export function startSmtpSink(options: SmtpSinkOptions): Promise<number> {
  const server = new SMTPServer({
    name: options.name,
    banner: 'ready',
    size: MOST_BYTES,
    authOptional: true,
    disabledCommands: options.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...(options.tls ?? {}),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        const to = rcptTo.map(({ address }) => address)
        options.mailbox.add({ from, to }, Buffer.concat(chunks).toString('utf8'), new Date())
        done()
      })
    },
  })
  // A client that hangs up in the middle is its own affair.
  server.on('error', (error) => console.error(error.message))
  return new Promise((resolve) => {
    const listener = server.listen(options.port, options.address, () => {
      const bound = listener.address()
      resolve(bound && typeof bound !== 'string' ? bound.port : options.port)
    })
  })
}
