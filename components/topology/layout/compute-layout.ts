import ElkApi, { type ElkNode } from 'elkjs/lib/elk-api'
import type { ViewGraph } from '../graph/view-graph'
import { elkInput } from './elk-input'
import { foldBands } from './fold-bands'
import type { Position, Positions } from './positions'

/** Lays a graph out in a worker of its own, which ends with it. Rejects when the worker fails or nobody waits any more. */
export async function computeLayout(graph: ViewGraph, signal: AbortSignal): Promise<Positions> {
  if (graph.nodes.length === 0) return new Map()
  const layered = new Map(absolutePositions(await layOut(graph, signal), { x: 0, y: 0 }))
  return graph.arrangement === 'bands' ? foldBands(graph, layered) : layered
}

function layOut(graph: ViewGraph, signal: AbortSignal): Promise<ElkNode> {
  let elk: InstanceType<typeof ElkApi> | undefined
  return new Promise<ElkNode>((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    elk = new ElkApi({ workerFactory: () => startWorker(reject) })
    elk.layout(elkInput(graph)).then(resolve, reject)
  }).finally(() => elk?.terminateWorker())
}

/** A worker whose program does not arrive answers nothing: its error alone tells. */
function startWorker(onFailure: (error: Error) => void): Worker {
  const worker = new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url))
  worker.onerror = (event) => onFailure(new Error(event.message || 'The worker could not be started'))
  return worker
}

function absolutePositions(parent: ElkNode, origin: Position): (readonly [string, Position])[] {
  return (parent.children ?? []).flatMap((child) => {
    const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) }
    return child.children ? absolutePositions(child, at) : [[child.id, at] as const]
  })
}
