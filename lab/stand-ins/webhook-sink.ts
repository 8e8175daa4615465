import { json, parseJson, type Responder, text } from '@/lab/stand-ins/responder'

interface Delivery {
  readonly at: string
  readonly result: 'delivered'
  readonly summary: string
  readonly message: unknown
}

const MOST_DELIVERIES = 200

/**
 * Slack's incoming webhook as far as alerts need it: takes messages, tells the last, keeps the newest. Without a
 * list of its webhooks it takes what comes to any.
 */
export function webhookSink(webhooks?: readonly string[]): Responder {
  let deliveries: readonly Delivery[] = []
  let count = 0
  return ({ method, path, body }) => {
    if (method === 'POST' && path.startsWith('/services/')) {
      if (webhooks && !webhooks.includes(path.slice('/services/'.length))) return text('no_service', 404)
      const message = parseJson(body)
      if (message === undefined) return text('invalid_payload', 400)
      const delivery = {
        at: new Date().toISOString(),
        result: 'delivered',
        summary: summaryOf(message),
        message,
      } as const
      deliveries = [delivery, ...deliveries].slice(0, MOST_DELIVERIES)
      count += 1
      return text('ok')
    }
    if (method === 'GET' && path === '/messages') return json(deliveries)
    if (method === 'GET' && path === '/status') {
      const [last] = deliveries
      const lastDelivery = last && { at: last.at, result: last.result, summary: last.summary }
      return json({ channel: 'slack', count, lastDelivery: lastDelivery ?? null })
    }
    return undefined
  }
}

function summaryOf(message: unknown): string {
  const { text: own, attachments } = Object(message)
  const [first] = Array.isArray(attachments) ? attachments : []
  return String(own || first?.title || first?.fallback || '').slice(0, 200)
}
