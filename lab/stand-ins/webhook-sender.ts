import { createHmac, randomUUID } from 'node:crypto'
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

const DEADLINE_MS = 10_000
const Order = z.object({
  event: z.string().default('ping'),
  data: z.record(z.string(), z.unknown()).default({}),
  /** To see the receiver refuse it. */
  withWrongSignature: z.boolean().default(false),
})

/** `POST /send-webhook` posts a signed webhook through the edge and answers what the estate answered. */
export function webhookSender(sender: string, target: WebhookTarget): Responder {
  return async ({ method, path, body }) => {
    if (method !== 'POST' || path !== '/send-webhook') return undefined
    const order = Order.safeParse(body ? parseJson(body) : {})
    if (!order.success) return json({ error: 'the order is not valid' }, 400)
    const { event, data, withWrongSignature } = order.data
    const payload = JSON.stringify({
      id: randomUUID(),
      sender,
      type: event,
      createdAt: new Date().toISOString(),
      data,
    })
    const secret = withWrongSignature ? 'not the secret' : target.secret
    return json(await post(target, payload, signWebhook(secret, payload)))
  }
}

/** What the application checks: HMAC-SHA256 of the body in the header Signature. */
export function signWebhook(secret: string, payload: string): string {
  return createHmac('sha256', secret).update(payload).digest('hex')
}

interface Outcome {
  readonly status: number | null
  readonly body: string
}

function post(target: WebhookTarget, payload: string, signature: string): Promise<Outcome> {
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
      headers: { host: target.host, 'content-type': 'application/json', signature },
    })
    outgoing.once('error', (error) => resolve({ status: null, body: error.message }))
    outgoing.once('response', async (response) => {
      const chunks = await response.toArray().catch(() => [])
      resolve({ status: response.statusCode ?? null, body: Buffer.concat(chunks).toString('utf8') })
    })
    outgoing.end(payload)
  })
}
