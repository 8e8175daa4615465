import ElkApi, { type ElkNode } from 'elkjs/lib/elk-api'
import type { ViewGraph } from '../graph/view-graph'
import { elkInput } from './elk-input'
import { foldBands } from './fold-bands'
import { plainLayout } from './plain-layout'
import type { Position, Positions } from './positions'

const DEADLINE_MS = 8_000

export interface ComputedLayout {
  readonly positions: Positions
  /** False when the deadline passed and the plain layout stands in; such a layout is not worth keeping. */
  readonly isFull: boolean
}

/** Lays a graph out in a worker, which is ended at the deadline and afterwards. Never rejects. */
export async function computeLayout(graph: ViewGraph): Promise<ComputedLayout> {
  if (graph.nodes.length === 0) return { positions: new Map(), isFull: true }
  const elk = new ElkApi({ workerFactory: startWorker })
  try {
    const laidOut = await withDeadline(elk.layout(elkInput(graph)))
    const layered = new Map(absolutePositions(laidOut, { x: 0, y: 0 }))
    const positions = graph.arrangement === 'bands' ? foldBands(graph, layered) : layered
    return { positions, isFull: true }
  } catch (error) {
    console.warn('The layout did not come in time; a plain one stands in.', error)
    return { positions: plainLayout(graph), isFull: false }
  } finally {
    elk.terminateWorker()
  }
}

function startWorker(): Worker {
  return new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url))
}

function withDeadline<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No layout after ${DEADLINE_MS} ms`)), DEADLINE_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function absolutePositions(parent: ElkNode, origin: Position): (readonly [string, Position])[] {
  return (parent.children ?? []).flatMap((child) => {
    const at = { x: origin.x + (child.x ?? 0), y: origin.y + (child.y ?? 0) }
    return child.children ? absolutePositions(child, at) : [[child.id, at] as const]
  })
}
