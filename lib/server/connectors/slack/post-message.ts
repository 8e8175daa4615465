import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { within } from '../deadline'
import type { Notification } from '../notification'
import type { SlackSettings } from '../slack.connector'

const MOST_ANSWER = 200

/** Posts to the webhook; gives what Slack answered. Throws when it did not take the message. */
export async function postMessage(
  settings: SlackSettings,
  { title, lines }: Notification,
  context: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<string> {
  const webhook = await context.secret(settings.webhook)
  const text = [`*${escapeText(title)}*`, ...lines.map(escapeText)].join('\n')
  // The address is the secret: neither it nor what carries it goes into an error.
  const answer = await fetch(`${settings.scheme}://${settings.host}:${settings.port}/services/${webhook}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: within(context.signal, settings.timeoutMs),
  }).catch(() => {
    throw new AppError('unavailable', `Slack gives no answer at ${settings.host}:${settings.port}`)
  })
  const said = (await answer.text().catch(() => '')).slice(0, MOST_ANSWER).trim()
  if (answer.status !== 200 || said !== 'ok') {
    throw new AppError('unavailable', `Slack did not take the message: ${answer.status} ${said}`)
  }
  return `${answer.status} ${said}`
}

/** Slack's own three; so nothing in a message can mention everybody. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
