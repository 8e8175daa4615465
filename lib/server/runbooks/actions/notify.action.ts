import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { within } from '@/lib/server/connectors/deadline'
import { failureReason } from '@/lib/server/probes/failure'
import { openSocket } from '@/lib/server/probes/wire/socket'
import { fault, notificationOf, recallTold, tellPeople } from '../tell-people'
import { openChannel } from './notification-channels'

const CONNECT_MS = 2_000

const settings = z.strictObject({
  channels: z.array(slugSchema).min(1).max(10),
  message: z.string().min(1).max(4_000),
})
export type NotifySettings = z.infer<typeof settings>

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
    const results = await tellPeople(channels, message, context)
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

async function checkDelivered(
  slug: string,
  message: string,
  context: ActionContext,
): Promise<PreflightCheck> {
  const delivery = await recallTold(slug, message, context)
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
