import { z } from 'zod'
import { mailApi, mailStatus } from '@/lab/mail/mail-api'
import { Mailbox } from '@/lab/mail/mailbox'
import { startSmtpSink } from '@/lab/mail/smtp-sink'
import { externalService } from '@/lab/stand-ins/external-service'
import { type Responder, serveResponders } from '@/lab/stand-ins/responder'
import { webhookSender } from '@/lab/stand-ins/webhook-sender'
import { webhookSink } from '@/lab/stand-ins/webhook-sink'

const Webhook = z.object({
  address: z.string(),
  port: z.int(),
  host: z.string(),
  path: z.string(),
  ca: z.string(),
  secret: z.string(),
})

export const StandInConfig = z.object({
  node: z.string(),
  address: z.string(),
  httpPort: z.int().optional(),
  smtpPort: z.int().optional(),
  smtpName: z.string().default('mail.lab'),
  tls: z.object({ key: z.string(), cert: z.string() }).optional(),
  answers: z.array(z.enum(['external-service', 'webhook-sink', 'mail-api', 'mail-status'])).default([]),
  webhook: Webhook.optional(),
  /** What may follow /services/ at the webhook sink. */
  webhooks: z.array(z.string()).optional(),
})

export type StandInConfig = z.input<typeof StandInConfig>

/** Starts what the configuration asks for; resolves with the ports when all of it listens. */
export async function startStandIn(input: StandInConfig): Promise<{ http?: number; smtp?: number }> {
  const config = StandInConfig.parse(input)
  const mailbox = new Mailbox()
  const known: Record<(typeof config.answers)[number], () => Responder> = {
    'external-service': () => externalService(config.node),
    'webhook-sink': () => webhookSink(config.webhooks),
    'mail-api': () => mailApi(mailbox),
    'mail-status': () => mailStatus(mailbox),
  }
  const responders = config.answers.map((name) => known[name]())
  if (config.webhook) responders.push(webhookSender(config.node, config.webhook))
  const { address, httpPort, smtpPort, smtpName: name, tls } = config
  const ports: { http?: number; smtp?: number } = {}
  if (httpPort !== undefined) ports.http = await serveResponders(address, httpPort, responders)
  if (smtpPort !== undefined)
    ports.smtp = await startSmtpSink({ address, port: smtpPort, name, tls, mailbox })
  return ports
}
