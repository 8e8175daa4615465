import { streamMessageSchemas } from '@/lib/core/api/events'

interface Change {
  readonly slug: string
  readonly status: string
  readonly observedAtMs: number
}

type Listener = (change: Change) => void

/** Follows the event stream with so many clients; resolves when each has heard its first message. */
export async function openStreams(url: string, token: string, count: number) {
  const stop = new AbortController()
  const latencies: number[] = []
  const listeners = new Set<Listener>()
  const streams = Array.from({ length: count }, (_, index) =>
    follow(url, token, stop.signal, (change) => {
      latencies.push(Date.now() - change.observedAtMs)
      if (index === 0) for (const listener of listeners) listener(change)
    }),
  )
  await Promise.all(streams.map((stream) => stream.hasHeard))
  return {
    nextChange: (slug: string, status: string) =>
      new Promise<number>((resolve) => {
        const listener: Listener = (change) => {
          if (change.slug !== slug || change.status !== status) return
          listeners.delete(listener)
          resolve(change.observedAtMs)
        }
        listeners.add(listener)
      }),
    latenciesMs: (): readonly number[] => latencies,
    close: () => stop.abort(),
  }
}

function follow(url: string, token: string, signal: AbortSignal, onChange: Listener) {
  let heard: () => void
  const hasHeard = new Promise<void>((resolve) => {
    heard = resolve
  })
  const read = async () => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${url}/api/v1/events`, { headers, signal })
    if (!response.body) throw new Error(`the event stream answered ${response.status}`)
    let rest = ''
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      if (blocks.length > 0) heard()
      for (const block of blocks) tellChange(block, onChange)
    }
  }
  read().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return { hasHeard }
}

function tellChange(block: string, onChange: Listener): void {
  const lines = block.split('\n')
  if (!lines.includes('event: event')) return
  const data = lines
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5))
    .join('\n')
  const { body } = streamMessageSchemas.event.parse(JSON.parse(data))
  if (body.kind !== 'health-changed') return
  onChange({ slug: body.nodeSlug, status: body.to, observedAtMs: body.observedAtMs })
}
