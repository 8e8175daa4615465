import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Demo } from '@/lib/testing/demo'

const nodeSchema = z.object({
  slug: z.string(),
  health: z.object({ status: z.string(), reason: z.string() }),
  impacts: z.array(z.string()),
  rootCause: z.boolean(),
})
const topologySchema = z.object({ nodes: z.array(nodeSchema) })
export type WatchedNode = z.infer<typeof nodeSchema>

/** The topology as any program sees it, by the API. */
export async function readTopology(demo: Demo): Promise<readonly WatchedNode[]> {
  const response = await fetch(`${demo.url}/api/v1/topology`, {
    headers: { authorization: `Bearer ${demo.tokens.auditor}` },
    signal: AbortSignal.timeout(5_000),
  })
  if (!response.ok) throw new Error(`topology answered ${response.status}`)
  return topologySchema.parse(await response.json()).nodes
}

/** Polls until `holds`, and gives the milliseconds it took and the topology then; undefined past the deadline. */
export async function waitFor(
  demo: Demo,
  deadlineMs: number,
  holds: (nodes: readonly WatchedNode[]) => boolean,
): Promise<{ readonly ms: number; readonly nodes: readonly WatchedNode[] } | undefined> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < deadlineMs) {
    const nodes = await readTopology(demo)
    if (holds(nodes)) return { ms: Math.round(performance.now() - startedAt), nodes }
    await pause(150)
  }
  return undefined
}

export function downNodes(nodes: readonly WatchedNode[]): readonly string[] {
  return nodes.filter((node) => node.health.status === 'down').map((node) => node.slug)
}

export function rootCauses(nodes: readonly WatchedNode[]): readonly string[] {
  return nodes.filter((node) => node.rootCause).map((node) => node.slug)
}
