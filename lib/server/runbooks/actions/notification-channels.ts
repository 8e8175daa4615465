import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { sendMail } from '@/lib/server/connectors/email/send-mail'
import { type EmailSettings, emailConnector } from '@/lib/server/connectors/email.connector'
import type { Notification } from '@/lib/server/connectors/notification'
import { postMessage } from '@/lib/server/connectors/slack/post-message'
import { type SlackSettings, slackConnector } from '@/lib/server/connectors/slack.connector'

/** A declared connector by which people are told something. */
export interface Channel {
  /** For people: `Slack #incidents`, `e-mail to ops@…`. */
  readonly name: string
  readonly address: { readonly host: string; readonly port: number }
  /** Gives the receiver's answer; throws when it did not take the message. */
  deliver(notification: Notification, context: ActionContext): Promise<string>
}

const channelSchema: z.ZodType<Channel> = z.union([
  slackConnector.settings.transform(slackChannel),
  emailConnector.settings.transform(emailChannel),
])

/** Throws when the connector is not declared, or is of a kind by which nobody can be told anything. */
export async function openChannel(context: ActionContext, slug: string): Promise<Channel> {
  try {
    return await context.connector(slug, channelSchema)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('bad-input', `the connector ${slug} is no channel: Slack or e-mail`, { cause: error })
  }
}

function slackChannel(settings: SlackSettings): Channel {
  return {
    name: `Slack ${settings.channelName}`,
    address: settings,
    deliver: (notification, context) => postMessage(settings, notification, context),
  }
}

function emailChannel(settings: EmailSettings): Channel {
  return {
    name: `e-mail to ${settings.to.join(', ')}`,
    address: settings,
    deliver: (notification, context) => sendMail(settings, notification, context),
  }
}
