import { createTransport } from 'nodemailer'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { orAborted, within } from '../deadline'
import type { EmailSettings } from '../email.connector'
import type { Notification } from '../notification'

const MOST_ANSWER = 200

/** Hands the mail over; gives the server's answer. Throws when it did not take it, or not for everybody. */
export async function sendMail(
  settings: EmailSettings,
  { title, lines }: Notification,
  context: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<string> {
  const transport = createTransport(await transportOptions(settings, context))
  const silent = () =>
    new AppError('unavailable', `${settings.host}:${settings.port} gives no answer to mail`)
  try {
    const sending = transport.sendMail({
      from: settings.from,
      to: [...settings.to],
      subject: title.replace(/[\r\n]+/g, ' '),
      text: `${lines.join('\n')}\n`,
      headers: { 'auto-submitted': 'auto-generated' },
    })
    const sent = await orAborted(sending, within(context.signal, settings.timeoutMs), silent)
    if (sent.rejected.length > 0) {
      throw new AppError(
        'unavailable',
        `the mail server took the mail, but not for ${sent.rejected.join(', ')}`,
      )
    }
    return sent.response.slice(0, MOST_ANSWER)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('unavailable', `the mail was not taken: ${wordsOf(error)}`, { cause: error })
  } finally {
    transport.close()
  }
}

async function transportOptions(settings: EmailSettings, context: Pick<ActionContext, 'secret'>) {
  const { host, port, encryption, caFile, serverName, user, password, timeoutMs } = settings
  const ca = caFile === undefined ? {} : { ca: await context.secret(caFile) }
  const servername = serverName === undefined ? {} : { servername: serverName }
  const auth =
    user === undefined || password === undefined
      ? {}
      : { auth: { user, pass: await context.secret(password) } }
  return {
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    tls: { ...ca, ...servername },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...auth,
  }
}

/** The server's own words where it answered; they hold no password of ours. */
function wordsOf(error: unknown): string {
  const { response, code } = Object(error)
  if (typeof response === 'string') return response.slice(0, MOST_ANSWER)
  return typeof code === 'string' ? code : 'no reason given'
}
