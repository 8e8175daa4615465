import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { postJson } from '@/lib/server/connectors/http/post-json'
import { testActionContext } from '@/lib/testing/action-context'
import { labPort } from '@/lib/testing/lab'

const CLIENTS = 3
const EVERY_MS = 60
const TIMEOUT_MS = 4_000

export interface AcknowledgedWrite {
  readonly reference: string
  readonly sentAtMs: number
  readonly acknowledgedAtMs: number
}

/** Customers who place orders through the edge all the time, and remember what was confirmed to them. */
export class WritingClient {
  readonly acknowledged: AcknowledgedWrite[] = []
  failures = 0
  readonly #stop = new AbortController()
  readonly #work: Promise<unknown>
  readonly #run = randomUUID().slice(0, 8)

  constructor() {
    this.#work = Promise.all(Array.from({ length: CLIENTS }, (_, index) => this.#write(index)))
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#work
  }

  async #write(client: number): Promise<void> {
    for (let count = 0; !this.#stop.signal.aborted; count += 1) {
      const reference = `drill-${this.#run}-${client}-${count}`
      const sentAtMs = Date.now()
      if ((await placeOrder(reference)) === 201)
        this.acknowledged.push({ reference, sentAtMs, acknowledgedAtMs: Date.now() })
      else this.failures += 1
      await pause(EVERY_MS)
    }
  }
}

/** One order through the edge: its HTTP status, 0 when there is no answer in time. */
export async function placeOrder(reference: string): Promise<number> {
  const target = {
    host: '127.10.0.10',
    port: labPort(443),
    serverName: 'askproai.de',
    caFile: 'file:lab/tls/ca.pem',
  }
  // A write that is under way when a drill ends is waited for: it may still be confirmed.
  const context = testActionContext({ timeoutMs: TIMEOUT_MS + 1_000 })
  const asked = { path: '/api/orders', body: { reference }, timeoutMs: TIMEOUT_MS }
  return postJson(target, asked, context).then(
    (answer) => answer.status,
    () => 0,
  )
}
