import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { hostSchema, portSchema, schemeSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'

const settings = z.strictObject({
  scheme: schemeSchema.default('https'),
  host: hostSchema.default('hooks.slack.com'),
  port: portSchema.default(443),
  /** Whoever knows it can post: a reference. */
  webhook: secretReferenceSchema.meta({
    description: 'Reference to what follows /services/ in the address of the webhook.',
  }),
  channelName: z.string().min(1).meta({ description: 'For people: #incidents.' }),
  timeoutMs: z.int().min(500).max(30_000).default(5_000),
})
export type SlackSettings = z.infer<typeof settings>

export const slackConnector = defineConnector({
  kind: 'slack',
  title: 'Slack channel, by incoming webhook',
  settings,
})
