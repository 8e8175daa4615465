import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { Notification } from '@/lib/server/connectors/notification'
import { openChannel } from './actions/notification-channels'

const deliverySchema = z.object({ at: z.number(), answer: z.string() })
type Delivery = z.infer<typeof deliverySchema>

/**
 * Sends a message to each channel, all at once. What was delivered is not sent again by a repeat; what was not stays
 * in the time line.
 */
export function tellPeople(
  channels: readonly string[],
  message: string,
  context: ActionContext,
): Promise<readonly Told[]> {
  const notification = notificationOf(message, context)
  return Promise.all(channels.map((slug) => deliver(slug, notification, context)))
}

/** What came of telling one channel. */
interface Told {
  readonly name: string
  readonly outcome: 'delivered' | 'already' | 'failed'
  readonly words: string
}

async function deliver(slug: string, notification: Notification, context: ActionContext): Promise<Told> {
  const key = keyOf(slug, notification)
  const earlier = await recallDelivery(context, key)
  const channel = await openChannel(context, slug).catch((error: unknown) => fault(error))
  if (typeof channel === 'string') {
    await context.note(`${slug} did not take the message: ${channel}`)
    return { name: slug, outcome: 'failed', words: channel }
  }
  const { name } = channel
  if (earlier) return { name, outcome: 'already', words: `delivered already, it answered: ${earlier.answer}` }
  await context.assertHeld()
  try {
    const answer = await channel.deliver(notification, context)
    await context.remember(key, { at: context.nowMs(), answer })
    await context.note(`${name} took the message: ${answer}`)
    return { name, outcome: 'delivered', words: `delivered, it answered: ${answer}` }
  } catch (error) {
    const words = fault(error)
    await context.note(`${name} did not take the message: ${words}`)
    return { name, outcome: 'failed', words: `not delivered: ${words}` }
  }
}

export function notificationOf(message: string, { run }: ActionContext): Notification {
  const [first = '', ...rest] = message.trim().split('\n')
  const mode = run.mode === 'live' ? '' : `[${run.mode.toUpperCase()}] `
  return { title: `${mode}${run.runbookId}: ${first}`, lines: [...rest, `Run ${run.id}`] }
}

async function recallDelivery(context: ActionContext, key: string): Promise<Delivery | undefined> {
  return deliverySchema.safeParse(await context.recall(key)).data
}

function keyOf(slug: string, { title, lines }: Notification): string {
  const text = createHash('sha256')
    .update([title, ...lines].join('\n'))
    .digest('hex')
    .slice(0, 16)
  return `notify.${slug}.${text}`
}

export function fault(error: unknown): string {
  if (error instanceof AppError) return error.message
  throw error
}

/** How a channel took the message of this run; undefined when it did not. */
export function recallTold(
  slug: string,
  message: string,
  context: ActionContext,
): Promise<Delivery | undefined> {
  return recallDelivery(context, keyOf(slug, notificationOf(message, context)))
}
