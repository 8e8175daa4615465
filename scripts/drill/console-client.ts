import type { z } from 'zod'
import { runSummaryWireSchema } from '@/lib/core/api/runbooks'
import { type RunWire, runWireSchema } from '@/lib/core/api/runs'
import type { Demo } from '@/lib/testing/demo'

const TIMEOUT_MS = 20_000

export type Person = keyof Demo['tokens']

/** The API as people use it, each with a token of their own. */
export class ConsoleClient {
  constructor(private readonly demo: Demo) {}

  async start(runbook: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = { mode: 'drill', reason: 'A drill by npm run drill', parameters }
    const run = await this.#ask('operator', `runbooks/${runbook}/runs`, runSummaryWireSchema, body)
    return run.id
  }

  read(id: string, as: Person = 'auditor'): Promise<RunWire> {
    return this.#ask(as, `runs/${id}`, runWireSchema)
  }

  step(
    id: string,
    key: string,
    verb: string,
    { as, body = {} }: { as: Person; body?: object },
  ): Promise<RunWire> {
    return this.#ask(as, `runs/${id}/steps/${key}/${verb}`, runWireSchema, body)
  }

  abort(id: string, reason: string): Promise<RunWire> {
    return this.#ask('commander', `runs/${id}/abort`, runWireSchema, { reason })
  }

  async #ask<T>(as: Person, path: string, schema: z.ZodType<T>, body?: object): Promise<T> {
    const response = await fetch(`${this.demo.url}/api/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${this.demo.tokens[as]}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status} to ${as}: ${text.slice(0, 400)}`)
    return schema.parse(JSON.parse(text))
  }
}
