import { createHmac } from 'node:crypto'
import { request } from 'node:https'
import { z } from 'zod'
import { json, parseJson, type Responder } from '@/lab/stand-ins/responder'

export interface WebhookTarget {
  readonly address: string
  readonly port: number
  readonly host: string
  readonly path: string
  readonly ca: string
  readonly secret: string
}

export type WebhookSigner = 'stripe' | 'retell-ai'

const DEADLINE_MS = 10_000
const Order = z.object({
  event: z.string().default('ping'),
  data: z.record(z.string(), z.unknown()).default({}),
  /** To see the receiver refuse it. */
  withWrongSignature: z.boolean().default(false),
})

/** `POST /send-webhook` posts a signed webhook through the edge and answers what the estate answered. */
export function webhookSender(signer: WebhookSigner, target: WebhookTarget): Responder {
  return async ({ method, path, body }) => {
    if (method !== 'POST' || path !== '/send-webhook') return undefined
    const order = Order.safeParse(body ? parseJson(body) : {})
    if (!order.success) return json({ error: 'the order is not valid' }, 400)
    const { event, data, withWrongSignature } = order.data
    const payload = JSON.stringify({ type: event, createdAt: new Date().toISOString(), data })
    const secret = withWrongSignature ? 'not the secret' : target.secret
    return json(await post(target, payload, signWebhook(signer, secret, payload, Date.now())))
  }
}

/**
 * Stripe: `t=<s>,v1=<hex>` over `<s>.<body>`. Retell.ai: `v=<ms>,d=<hex>` over `<body><ms>`. Both HMAC-SHA256.
 */
export function signWebhook(signer: WebhookSigner, secret: string, payload: string, nowMs: number) {
  const hmac = (text: string) => createHmac('sha256', secret).update(text).digest('hex')
  const seconds = Math.floor(nowMs / 1000)
  const headers: Record<WebhookSigner, Record<string, string>> = {
    stripe: { 'stripe-signature': `t=${seconds},v1=${hmac(`${seconds}.${payload}`)}` },
    'retell-ai': { 'x-retell-signature': `v=${nowMs},d=${hmac(`${payload}${nowMs}`)}` },
  }
  return headers[signer]
}

interface Outcome {
  readonly status: number | null
  readonly body: string
}

function post(target: WebhookTarget, payload: string, signature: Record<string, string>): Promise<Outcome> {
  return new Promise((resolve) => {
    const outgoing = request({
      host: target.address,
      port: target.port,
      servername: target.host,
      path: target.path,
      method: 'POST',
      ca: target.ca,
      agent: false,
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: { host: target.host, 'content-type': 'application/json', ...signature },
    })
    outgoing.once('error', (error) => resolve({ status: null, body: error.message }))
    outgoing.once('response', async (response) => {
      const chunks = await response.toArray().catch(() => [])
      resolve({ status: response.statusCode ?? null, body: Buffer.concat(chunks).toString('utf8') })
    })
    outgoing.end(payload)
  })
}
