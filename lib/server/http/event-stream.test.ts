import { describe, expect, test } from 'vitest'
import { eventStream, type StreamWriter } from './event-stream'

function open() {
  let writer: StreamWriter | undefined
  let released = 0
  const response = eventStream((given) => {
    writer = given
    return () => {
      released += 1
    }
  })
  if (!writer) throw new Error('the stream was not started')
  return { response, writer, released: () => released }
}

const event = {
  id: 7,
  at: '2026-01-01T00:00:00.000Z',
  body: { kind: 'layout-changed', view: 'zones' },
} as const

describe('an event stream', () => {
  test('writes each message with its name, its id and one line of JSON', async () => {
    const { response, writer } = open()
    writer.send('event', event, event.id)
    writer.end()
    const text = await response.text()
    expect(text).toContain(`id: 7\nevent: event\ndata: ${JSON.stringify(event)}\n\n`)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
  })

  test('releases its sources once, whether the reader leaves or the server ends it', async () => {
    const { response, writer, released } = open()
    await response.body?.cancel()
    writer.end()
    writer.send('event', event, event.id)
    expect(released()).toBe(1)
  })

  test('drops a reader that is too slow, and tells it to start afresh', async () => {
    const { response, writer, released } = open()
    const view = 'x'.repeat(100_000)
    const large = { ...event, body: { ...event.body, view } }
    for (let sent = 0; sent < 200 && released() === 0; sent += 1) writer.send('event', large, sent)
    expect(released()).toBe(1)
    const text = await response.text()
    expect(text.length).toBeLessThan(5_000_000)
    expect(text).toMatch(/event: resync\ndata: {"reason":"too-slow"}\n\n$/)
  })
})
