import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { streamMessageSchemas } from '@/lib/core/api/events'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { declare } from '@/lib/testing/worker'

let api: TestApi
const readers: ReadableStreamDefaultReader<Uint8Array>[] = []

beforeAll(async () => {
  api = await createTestApi()
  await declare(api.runtime.database, {})
})
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.cancel()
})
afterAll(() => api.close())

type Name = keyof typeof streamMessageSchemas
interface Message {
  readonly name: Name
  readonly id: number | undefined
  readonly data: Readonly<Record<string, unknown>>
}

async function open(headers: Record<string, string> = {}) {
  const response = await api.call('GET', '/api/v1/events', { as: api.people.auditor, headers })
  const reader = response.body?.getReader()
  if (!reader) throw new Error('no stream')
  readers.push(reader)
  const decoder = new TextDecoder()
  let text = ''
  /** Reads on until a message of this name comes, and returns all that came until then. */
  return async (name: Name): Promise<readonly Message[]> => {
    const seen: Message[] = []
    while (!seen.some((message) => message.name === name)) {
      const { value, done } = await reader.read()
      if (done) throw new Error('the stream ended')
      text += decoder.decode(value, { stream: true })
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      seen.push(...parts.flatMap(parse))
    }
    return seen
  }
}

function parse(part: string): readonly Message[] {
  const fields = new Map(
    part.split('\n').map((line) => [line.split(':')[0], line.slice(line.indexOf(':') + 2)]),
  )
  const name = fields.get('event') as Name | undefined
  if (name === undefined) return []
  const data = JSON.parse(fields.get('data') ?? '')
  streamMessageSchemas[name].parse(data)
  const id = fields.get('id')
  return [{ name, id: id === undefined ? undefined : Number(id), data }]
}

function planMaintenance(reason: string) {
  const body = { node: 'web', endsAt: new Date(Date.now() + 3_600_000).toISOString(), reason }
  return api.call('POST', '/api/v1/maintenance', { as: api.people.operator, body })
}

describe('the event stream', () => {
  test('begins with the state of everything', async () => {
    const until = await open()
    const patch = (await until('patch')).find(({ name }) => name === 'patch')
    expect(patch?.data).toMatchObject({ nodes: [{ slug: 'web' }, { slug: 'database' }] })
  })

  test('tells of a change as an event, and of what looks different as a patch', async () => {
    const until = await open()
    await until('patch')
    await planMaintenance('disk')
    const [event] = (await until('event')).filter(({ name }) => name === 'event')
    expect(event?.data).toMatchObject({ body: { kind: 'maintenance-changed', nodeSlug: 'web' } })
    const patch = (await until('patch')).find(({ name }) => name === 'patch')
    expect(patch?.data).toMatchObject({ nodes: [{ slug: 'web', health: { status: 'maintenance' } }] })
  })

  test('goes on after the last event that a reader has seen', async () => {
    const until = await open()
    await until('patch')
    await planMaintenance('first')
    const first = (await until('event')).find(({ name }) => name === 'event')?.id ?? 0
    await readers.splice(0)[0]?.cancel()
    await planMaintenance('second')
    await planMaintenance('third')
    const again = await open({ 'last-event-id': String(first) })
    const ids: (number | undefined)[] = []
    while (ids.length < 2) {
      const news = await again('event')
      ids.push(...news.filter(({ name }) => name === 'event').map(({ id }) => id))
    }
    expect(ids).toEqual([first + 1, first + 2])
  })

  test('ticks, so that silence can be told from peace', async () => {
    const until = await open()
    const tick = (await until('tick')).find(({ name }) => name === 'tick')
    expect(tick?.data).toMatchObject({ database: 'live' })
  })

  test('refuses a place to go on from that is none', async () => {
    const headers = { 'last-event-id': 'yesterday' }
    const response = await api.call('GET', '/api/v1/events', { as: api.people.auditor, headers })
    expect(response.status).toBe(400)
  })

  test('opens for nobody who did not sign in', async () => {
    expect((await api.call('GET', '/api/v1/events')).status).toBe(401)
  })
})
