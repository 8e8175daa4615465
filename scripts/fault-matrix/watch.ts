import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Demo } from '@/lib/testing/demo'

const ANSWER_WITHIN_MS = 10_000
const BETWEEN_MS = 200

const nodeSchema = z.object({
  slug: z.string(),
  health: z.object({ status: z.string(), reason: z.string(), suspect: z.boolean() }),
  impacts: z.array(z.string()),
  rootCause: z.boolean(),
})
const topologySchema = z.object({ nodes: z.array(nodeSchema) })
export type WatchedNode = z.infer<typeof nodeSchema>

/** The estate as the API told it at one moment. */
export interface Sample {
  readonly atMs: number
  readonly nodes: readonly WatchedNode[]
}

/** The topology as any program sees it, by the API. */
async function readTopology(demo: Demo): Promise<readonly WatchedNode[]> {
  const response = await fetch(`${demo.url}/api/v1/topology`, {
    headers: { authorization: `Bearer ${demo.tokens.auditor}`, connection: 'close' },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  if (!response.ok) throw new Error(`topology answered ${response.status}`)
  return topologySchema.parse(await response.json()).nodes
}

export interface Watch {
  /** Every sample so far. */
  readonly samples: readonly Sample[]
  /** Answers that failed; a watch that saw nothing proves nothing. */
  readonly missed: readonly string[]
  /** The first sample from `fromMs` on for which it holds; undefined when there is none within the time. */
  until(holds: (sample: Sample) => boolean, withinMs: number, fromMs?: number): Promise<Sample | undefined>
  stop(): void
}

/** Reads the topology again and again and keeps what it read, so that what was said for a second only is seen too. */
export function watchTopology(demo: Demo, betweenMs = BETWEEN_MS): Watch {
  const samples: Sample[] = []
  const missed: string[] = []
  let isStopped = false
  const read = async () => {
    while (!isStopped) {
      try {
        const nodes = await readTopology(demo)
        samples.push({ atMs: Date.now(), nodes })
      } catch (error) {
        missed.push(error instanceof Error ? error.message : String(error))
      }
      await pause(betweenMs)
    }
  }
  void read()
  return {
    samples,
    missed,
    async until(holds, withinMs, fromMs = Date.now()) {
      const endsAtMs = Date.now() + withinMs
      for (let next = samples.findIndex((sample) => sample.atMs >= fromMs); ; ) {
        if (next < 0) next = samples.length
        for (; next < samples.length; next++) {
          const sample = samples[next]
          if (sample !== undefined && sample.atMs >= fromMs && holds(sample)) return sample
        }
        if (Date.now() > endsAtMs) return undefined
        await pause(BETWEEN_MS / 4)
      }
    },
    stop() {
      isStopped = true
    },
  }
}

export function statusOf(sample: Sample, slug: string): string {
  return sample.nodes.find((node) => node.slug === slug)?.health.status ?? 'missing'
}

export function downNodes({ nodes }: Sample): readonly string[] {
  return nodes.filter((node) => node.health.status === 'down').map((node) => node.slug)
}

export function rootCauses({ nodes }: Sample): readonly string[] {
  return nodes.filter((node) => node.rootCause).map((node) => node.slug)
}
