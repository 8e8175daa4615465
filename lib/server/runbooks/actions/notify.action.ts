import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { within } from '@/lib/server/connectors/deadline'
import type { Notification } from '@/lib/server/connectors/notification'
import { failureReason } from '@/lib/server/probes/failure'
import { openSocket } from '@/lib/server/probes/wire/socket'
import { openChannel } from './notification-channels'

const CONNECT_MS = 2_000

const settings = z.strictObject({
  channels: z.array(slugSchema).min(1).max(10),
  message: z.string().min(1).max(4_000),
})
export type NotifySettings = z.infer<typeof settings>

const deliverySchema = z.object({ at: z.number(), answer: z.string() })
type Delivery = z.infer<typeof deliverySchema>

/**
 * Tells people. A channel that is down does not stop a recovery: what was not delivered is a warning that stays in
 * the report. What was delivered is not sent again by a repeat.
 */
export const notifyAction = defineAction<NotifySettings>({
  kind: 'notify',
  title: 'Tell people',
  settings,
  isDestructive: false,

  async describe({ channels, message }, context) {
    const names = await Promise.all(channels.map(async (slug) => (await openChannel(context, slug)).name))
    return {
      summary: `Tells ${names.join(' and ')}`,
      commands: [],
      facts: [
        { label: 'Title', value: notificationOf(message, context).title },
        { label: 'Message', value: message },
      ],
    }
  },

  preflight: ({ channels }, context) => Promise.all(channels.map((slug) => checkReachable(slug, context))),

  async execute({ channels, message }, context) {
    const notification = notificationOf(message, context)
    const results = await Promise.all(channels.map((slug) => deliver(slug, notification, context)))
    const delivered = results.filter(({ outcome }) => outcome !== 'failed').length
    return {
      changed: results.some(({ outcome }) => outcome === 'delivered'),
      summary: `${delivered} of ${channels.length} channels took the message`,
      evidence: results.map(({ name, words }) => ({ label: name, value: words })),
    }
  },

  verify: ({ channels, message }, context) =>
    Promise.all(channels.map((slug) => checkDelivered(slug, message, context))),
})

function notificationOf(message: string, { run }: ActionContext): Notification {
  const [first = '', ...rest] = message.trim().split('\n')
  const mode = run.mode === 'live' ? '' : `[${run.mode.toUpperCase()}] `
  return { title: `${mode}${run.runbookId}: ${first}`, lines: [...rest, `Run ${run.id}`] }
}

interface Result {
  readonly name: string
  readonly outcome: 'delivered' | 'already' | 'failed'
  readonly words: string
}

async function deliver(slug: string, notification: Notification, context: ActionContext): Promise<Result> {
  const key = keyOf(slug, notification)
  const earlier = await recallDelivery(context, key)
  const channel = await openChannel(context, slug).catch((error: unknown) => fault(error))
  if (typeof channel === 'string') return { name: slug, outcome: 'failed', words: channel }
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

async function checkDelivered(
  slug: string,
  message: string,
  context: ActionContext,
): Promise<PreflightCheck> {
  const delivery = await recallDelivery(context, keyOf(slug, notificationOf(message, context)))
  return {
    key: `delivered-${slug}`,
    title: `${slug} took the message`,
    outcome: delivery ? 'passed' : 'warning',
    reason: delivery ? `it answered: ${delivery.answer}` : 'it was not delivered',
    evidence: delivery ? [{ label: 'Delivered at', value: new Date(delivery.at).toISOString() }] : [],
  }
}

async function checkReachable(slug: string, context: ActionContext): Promise<PreflightCheck> {
  const base = { key: `reachable-${slug}`, title: `${slug} can be reached`, evidence: [] }
  try {
    const { name, address } = await openChannel(context, slug)
    const opened = await openSocket(address, { signal: within(context.signal, CONNECT_MS) })
    if (opened.outcome === 'failed') {
      return { ...base, outcome: 'warning', reason: `${name} ${failureReason(opened)}` }
    }
    opened.socket.destroy()
    return { ...base, outcome: 'passed', reason: `${name} answers at ${address.host}:${address.port}` }
  } catch (error) {
    return { ...base, outcome: 'failed', reason: fault(error) }
  }
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

function fault(error: unknown): string {
  if (error instanceof AppError) return error.message
  throw error
}
