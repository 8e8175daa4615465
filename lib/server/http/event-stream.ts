import type { z } from 'zod'
import type { StreamMessageName, streamMessageSchemas } from '@/lib/core/api/events'
import { requestMetrics } from '@/lib/server/metrics/request-metrics'

/** More than this unread and the reader is too slow: it is told to start afresh, and the stream ends. */
const MOST_UNREAD_BYTES = 4_000_000
const HEARTBEAT_MS = 10_000
/** Browsers wait so long before they open an ended stream again. */
const RETRY_MS = 1_000

export interface StreamWriter {
  send<Name extends StreamMessageName>(
    name: Name,
    data: z.input<(typeof streamMessageSchemas)[Name]>,
    id?: number,
  ): void
  end(): void
}

/**
 * A stream of server-sent events. `start` gets the writer and returns what releases its sources, which is
 * called once, however the stream ends.
 */
export function eventStream(start: (writer: StreamWriter) => () => void): Response {
  let release: (() => void) | undefined
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        release = openStream(controller, start)
      },
      cancel: () => release?.(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_UNREAD_BYTES }),
  )
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

function openStream(
  controller: ReadableStreamDefaultController<Uint8Array>,
  start: (writer: StreamWriter) => () => void,
): () => void {
  const { streams, droppedStreams } = requestMetrics()
  const encoder = new TextEncoder()
  let isOpen = true
  let releaseSources: (() => void) | undefined
  const write = (text: string) => controller.enqueue(encoder.encode(text))
  const release = () => {
    if (!isOpen) return
    isOpen = false
    clearInterval(heartbeat)
    streams.dec()
    releaseSources?.()
  }
  const end = () => {
    if (!isOpen) return
    release()
    controller.close()
  }
  const writer: StreamWriter = {
    send: (name, data, id) => {
      if (!isOpen) return
      if ((controller.desiredSize ?? 0) > 0) {
        write(message(name, data, id))
        return
      }
      droppedStreams.inc()
      write(message('resync', { reason: 'too-slow' }))
      end()
    },
    end,
  }
  const heartbeat = setInterval(() => {
    if ((controller.desiredSize ?? 0) > 0) write(': still here\n\n')
  }, HEARTBEAT_MS)
  streams.inc()
  write(`retry: ${RETRY_MS}\n\n`)
  releaseSources = start(writer)
  if (!isOpen) releaseSources()
  return release
}

/** JSON has no line breaks of its own, so one data line is enough. */
function message(name: StreamMessageName, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
